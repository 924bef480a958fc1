package podium.cli;

import static java.util.stream.Collectors.joining;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.log.Logging;
import podium.model.Listing;

/// `podium models`: lists what is in the folders, and why some of it cannot be used.
@Command(
    name = "models",
    description = "Lists the models in the folders, and why some cannot be used.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
final class Models implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ModelFolders folders = new ModelFolders();

  @Override
  public Integer call() {
    Logging.setUp(Logging.Level.WARNING);
    PrintWriter out = spec.commandLine().getOut();
    try (Catalog catalog = folders.catalog(Optional.empty(), RerankerOptions.DEFAULT)) {
      table(catalog).print(out);
    }
    out.flush();
    return 0;
  }

  private static Table table(Catalog catalog) {
    var table = new Table("name", "family", ">max length", ">size", "status");
    for (ServedModel model : catalog.models()) {
      Listing.Found found = model.found();
      table.add(
          found.name(),
          found.recognition().family(),
          Integer.toString(found.maxLength()),
          size(found.weightBytes()),
          status(model, catalog));
    }
    for (Listing.Rejected rejected : catalog.rejected()) {
      table.add(rejected.name(), "-", "-", "-", "not usable: " + rejected.reason());
    }
    return table;
  }

  private static String status(ServedModel model, Catalog catalog) {
    boolean isDefault = catalog.defaultModel().filter(model::equals).isPresent();
    String note = model.isEmbedded() ? ", " + ServedModel.EMBEDDED_NOTE : "";
    String remarks =
        model.found().recognition().remarks().stream().map("; "::concat).collect(joining());
    String unsure =
        switch (model.found().recognition().verified()) {
          case REFERENCE -> "";
          case FORMULA -> "; checked against its published formula only";
        };
    return (isDefault ? "usable, default" : "usable") + note + unsure + remarks;
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
