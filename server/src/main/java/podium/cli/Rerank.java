package podium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.Content;
import podium.Image;
import podium.LengthLimits;
import podium.Ranking;
import podium.RerankException.InvalidRequest;
import podium.RerankRequest;
import podium.RerankerOptions;
import podium.Scores;
import podium.api.Document;
import podium.api.RerankAnswer;
import podium.api.Warnings;
import podium.catalog.Catalog;
import podium.catalog.Lease;
import podium.catalog.ServedModel;
import podium.cli.Manual.Heading;
import podium.cli.OutputOptions.Format;
import podium.documents.Place;
import podium.documents.PlacedDocument;
import podium.log.Logging;
import podium.terminal.ScoringProgress;
import podium.terminal.Terminal;

/// `podium rerank`: ranks the lines of a file, without a server.
@Command(
    name = "rerank",
    header = "ranks the documents of files, without a server",
    customSynopsis = "podium rerank --query TEXT [OPTIONS] [FILE...]",
    description = {
      "Scores every document of the files against the query and prints them, the best first. A file has a document a line; or, as JSONL, a string or an object a line; or, as CSV or TSV, a row of names and a document a row below it.",
      "",
      "JSON objects and rows have their text in one or several fields, and may have an image in the field image, a path beside the file or a data URI, for models that take images. What else they have is printed with them as JSON.",
      "",
      "On a terminal, what takes longer than a second shows how far it is."
    },
    exitCodeList = {
      "0:the ranking was printed",
      "1:the model could not be loaded or failed",
      "2:a file, a line, an option or the model's name is not right"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    environment = {
      "NO_COLOR:if it is not empty, tables have no colours",
      "TERM:dumb: neither colours nor a bar",
      "PODIUM_JAVA_OPTS:more flags for the JVM, such as -Xmx4g"
    },
    examples = {
      "podium rerank --query 'how do plants eat' documents.txt",
      "podium rerank --query 'how do plants eat' --field title,body --top-n 3 articles.csv",
      "grep -rh TODO src | podium rerank --query 'memory leak' --output tsv | head",
      "podium rerank --query 'a red bicycle' --model Qwen/Qwen3-VL-Reranker-2B --output jsonl photos.jsonl"
    },
    seeAlso = {"podium models", "podium eval", "docs/models.md"})
final class Rerank implements Callable<Integer> {

  private static final Pattern DOCUMENT = Pattern.compile("documents\\[([0-9]+)](.*)");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Heading("Question")
  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "Model to use (default: the only one in the folders, or podium-tiny if there is none).")
  private @Nullable String model;

  @Option(names = "--query", paramLabel = "TEXT", description = "What is searched for.")
  private @Nullable String query;

  @Option(
      names = "--query-image",
      paramLabel = "FILE",
      description =
          "Image that is searched for, alone or with a text, for models that take images.")
  private @Nullable Path queryImage;

  @Heading("Output")
  @Option(
      names = "--top-n",
      paramLabel = "N",
      description = "Print only the best N documents (default: all).")
  private @Nullable Integer topN;

  @Option(
      names = "--raw-scores",
      description = "Print what the model says, logits or cosines, instead of scores in 0..1.")
  private boolean rawScores;

  @Option(names = "--json", description = "The same as --output json.")
  private boolean json;

  @Mixin private InputOptions input = new InputOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ImageOptions images = new ImageOptions();
  @Mixin private ModelFolders folders = new ModelFolders();
  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws Exception {
    Logging.setUp(Logging.Level.WARNING);
    check();
    if (input.areTyped()) {
      tell("type a document a line, and Ctrl-D behind the last");
    }
    List<PlacedDocument> documents = input.read(System.in);
    List<Place> places = documents.stream().map(PlacedDocument::place).toList();
    RerankerOptions settings =
        options.rerankerOptions().withImages(images.policyWithin(input.folders()));
    try (Catalog catalog = folders.catalog(Optional.empty(), settings)) {
      print(
          new PrintedRanking(
              answer(ModelFolders.find(catalog, Optional.ofNullable(model)), documents), places));
    } catch (InvalidRequest e) {
      throw new StartFailure(placed(String.valueOf(e.getMessage()), places), e);
    }
    return 0;
  }

  private RerankAnswer answer(ServedModel chosen, List<PlacedDocument> placed) throws StartFailure {
    List<Document> documents = placed.stream().map(PlacedDocument::document).toList();
    Scores scores = score(chosen, request(documents));
    return new RerankAnswer(
        "rerank-local",
        chosen.name(),
        "1",
        Ranking.of(scores).top(topN == null ? scores.size() : topN),
        rawScores,
        documents,
        scores,
        Warnings.of(scores));
  }

  /// A request's complaint of `documents[3].image` as one of the line where that is.
  private static String placed(String complaint, List<Place> places) {
    Matcher matcher = DOCUMENT.matcher(complaint);
    return matcher.matches()
        ? "%s: document%s"
            .formatted(places.get(Integer.parseInt(matcher.group(1))), matcher.group(2))
        : complaint;
  }

  private Scores score(ServedModel chosen, RerankRequest request) {
    try (Lease lease = chosen.use(RerankRequest.NO_TIMEOUT)) {
      if (!showsProgress()) {
        return lease.reranker().score(request);
      }
      try (var _ = ScoringProgress.of(lease.reranker(), request.documents().size())) {
        return lease.reranker().score(request);
      }
    }
  }

  private boolean showsProgress() {
    return Terminal.isOn(Terminal.Stream.ERR)
        && Terminal.isCapable(EnvironmentDefaults.environment(spec));
  }

  private void check() {
    if (query == null && queryImage == null) {
      throw new IllegalArgumentException("--query or --query-image is needed");
    }
    if (query != null && query.isBlank()) {
      throw new IllegalArgumentException("--query must not be blank");
    }
    if (topN != null && topN < 1) {
      throw new IllegalArgumentException("--top-n must be at least 1, but is " + topN);
    }
  }

  private Content queryContent() throws StartFailure {
    if (queryImage == null) {
      return Content.of(String.valueOf(query));
    }
    try {
      Image image = Image.of(Files.readAllBytes(queryImage));
      return new Content.Visual(List.of(image), Optional.ofNullable(query));
    } catch (IOException e) {
      throw new StartFailure("%s cannot be read".formatted(queryImage), e);
    }
  }

  private RerankRequest request(List<Document> documents) throws StartFailure {
    return new RerankRequest(
        queryContent(),
        documents.stream().map(Document::content).toList(),
        LengthLimits.NONE,
        RerankRequest.NO_TIMEOUT);
  }

  private void print(PrintedRanking ranking) {
    PrintWriter out = spec.commandLine().getOut();
    switch (json ? Format.JSON : output.format()) {
      case TABLE -> output.print(ranking.forPeople());
      case TSV -> output.print(ranking.forPrograms());
      case JSON -> out.println(ranking.answer().toAnswer().body());
      case JSONL -> ranking.jsonLines().forEach(out::println);
    }
    out.flush();
    ranking.answer().warnings().forEach(this::tell);
  }

  private void tell(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("podium: " + sentence);
    err.flush();
  }
}
