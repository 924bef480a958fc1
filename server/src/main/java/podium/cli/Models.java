package podium.cli;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.RerankerOptions;
import podium.api.ModelList;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.hub.Size;
import podium.log.Logging;
import podium.model.Family.Verified;
import podium.model.Listing;
import podium.terminal.Style;
import podium.terminal.Table;
import podium.terminal.Table.Cell;

/// `podium models`: lists what is in the folders, and why some of it cannot be used.
@Command(
    name = "models",
    header = "lists the models in the folders, and why some are not served",
    description = {
      "Each model with its family, what it reads, the precision in which most of its weights are stored, the longest sequence in tokens, the size of its weights, and what its family's computation was checked against: the reference in Python, or, where that was not at hand, the published formula only.",
      "",
      "As JSON it is what the server answers to GET /v1/models; there, precision is the one of the computation."
    },
    exitCodeList = {
      "0:the list was printed, whatever is in it",
      "2:a folder cannot be read, or an option is not right"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    environment = {"NO_COLOR:if it is not empty, tables have no colours"},
    examples = {"podium models", "podium models --models /srv/models --output json"},
    seeAlso = {"podium pull", "podium doctor", "docs/models.md"})
final class Models implements Callable<Integer> {

  private static final String NOTHING = "-";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelFolders folders = new ModelFolders();
  @Mixin private OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Logging.setUp(Logging.Level.WARNING);
    PrintWriter out = spec.commandLine().getOut();
    try (Catalog catalog = folders.catalog(Optional.empty(), RerankerOptions.DEFAULT)) {
      switch (output.format()) {
        case TABLE -> output.print(table(catalog, Size::of));
        case TSV -> output.print(table(catalog, Long::toString));
        case JSON -> out.println(new ModelList(catalog).json());
        case JSONL -> new ModelList(catalog).jsonLines().forEach(out::println);
      }
    }
    out.flush();
    return 0;
  }

  /// @param size writes a number of bytes
  private static Table table(Catalog catalog, LongFunction<String> size) {
    var table =
        new Table(
            "name",
            "family",
            "modalities",
            "precision",
            ">max length",
            ">size",
            "verified",
            "status");
    for (ServedModel model : catalog.models()) {
      Listing.Found found = model.found();
      boolean sure = found.recognition().verified() == Verified.REFERENCE;
      table.add(
          List.of(
              Cell.of(found.name()),
              Cell.of(found.recognition().family()),
              Cell.of(model.takesImages() ? "text,image" : "text"),
              Cell.of(found.weightType()),
              Cell.of(Integer.toString(found.maxLength())),
              Cell.of(size.apply(found.weightBytes())),
              new Cell(sure ? "reference" : "formula", sure ? Style.PLAIN : Style.DOUBTFUL),
              new Cell(status(model, catalog), Style.GOOD)));
    }
    for (Listing.Rejected rejected : catalog.rejected()) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(rejected.name())));
      row.addAll(Collections.nCopies(6, new Cell(NOTHING, Style.FAINT)));
      row.add(new Cell("not served: " + rejected.reason(), Style.BAD));
      table.add(row);
    }
    return table;
  }

  private static String status(ServedModel model, Catalog catalog) {
    boolean isDefault = catalog.defaultModel().filter(model::equals).isPresent();
    String note = model.isEmbedded() ? "; " + ServedModel.EMBEDDED_NOTE : "";
    String remarks =
        model.found().recognition().remarks().stream().map("; "::concat).collect(joining());
    return (isDefault ? "served, default" : "served") + note + remarks;
  }
}
