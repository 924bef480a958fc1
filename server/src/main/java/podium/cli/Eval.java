package podium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.Precision;
import podium.RerankRequest;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.Lease;
import podium.catalog.ServedModel;
import podium.cli.Manual.Heading;
import podium.cli.RunOptions.PrecisionChoice;
import podium.eval.Corpus;
import podium.eval.Dataset;
import podium.eval.EvalReport;
import podium.eval.Evaluation;
import podium.eval.Interval;
import podium.eval.Measurement;
import podium.eval.Run;
import podium.eval.Sample;
import podium.eval.Speed;
import podium.log.Logging;
import podium.terminal.EvalProgress;
import podium.terminal.EvalProgress.Unit;
import podium.terminal.Table;

/// `podium eval`: how well and how fast models rank a data set whose relevant documents are known.
@Command(
    name = "eval",
    header = "measures how well and how fast models rank a data set",
    description = {
      "Measures how well and how fast models rank a data set whose relevant documents are known, to choose model and precision by.",
      "",
      "DIR is as BEIR has it: corpus.jsonl (_id, title, text), queries.jsonl (_id, text) and qrels/test.tsv (query-id, corpus-id, score)."
          + " Every model ranks the same candidates: the best of a search with BM25, or those of a run.",
      "",
      "Measures are those of trec_eval -c: nDCG@10 with the judgment as gain and the best order of all judged documents as ideal; MRR@10; recall of the candidates."
          + " Gain is where the difference in nDCG@10 to the candidates as they came lies, by a bootstrap over queries."
          + " Among equal scores, the document with the greater id comes first."
          + " Time is that of one query after the other, each with all its candidates."
    },
    exitCodeList = {
      "0:everything was measured",
      "1:a model failed",
      "2:a file of the data set, an option or a model's name is not right, or a file could not be read or written"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    modelTransformer = Eval.SeveralPrecisions.class)
@Manual(
    examples = {
      "podium eval scifact",
      "podium eval scifact --model BAAI/bge-reranker-v2-m3 --model cross-encoder/ms-marco-MiniLM-L6-v2 --queries 50 --plot quality.svg",
      "podium eval scifact --run search.run --top 50 --output json"
    },
    seeAlso = {"podium bench", "podium loadtest", "docs/evaluation.md"})
@Heading("What is measured")
final class Eval implements Callable<Integer> {

  enum Output {
    TABLE,
    JSON,
    TSV
  }

  /// A model at a precision.
  private record Contender(String model, Precision precision) {}

  private static final String PRECISION = "--precision";

  /// In the help, before all options that say nothing of their place.
  private static final int FIRST = -3;

  private static final int SECOND = -2;

  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      split = ",",
      hideParamSyntax = true,
      order = FIRST,
      description =
          "Model to measure; repeatable (default: the only one in the folders, or podium-tiny if there is none).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description = "Judgments to use: qrels/NAME.tsv (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "Take only N of the queries, drawn at random (default: all).")
  private @Nullable Integer queries;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which queries --queries draws (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private Candidates candidates = new Candidates();

  @Heading("Output")
  @Option(
      names = "--output",
      paramLabel = "table|json|tsv",
      defaultValue = "table",
      description = "How to print what was measured (default: ${DEFAULT-VALUE}).")
  private Output output = Output.TABLE;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description = "Write a picture of quality against speed, as SVG.")
  private @Nullable Path plot;

  @Mixin private ModelFolders folders = new ModelFolders();
  @Mixin private RunOptions options = new RunOptions();

  @Parameters(paramLabel = "DIR", description = "The data set.")
  private Path directory = Path.of("");

  @Override
  public Integer call() throws StartFailure {
    Logging.setUp(Logging.Level.WARNING);
    candidates.check();
    checkPlace("--plot", plot);
    Optional<Sample> sample = Optional.ofNullable(queries).map(number -> new Sample(number, seed));
    try {
      EvalReport report = evaluate(Dataset.read(directory, split, sample), contenders());
      print(report);
      if (plot != null) {
        Files.writeString(plot, report.plot().svg());
      }
    } catch (IOException e) {
      throw new StartFailure(
          "the evaluation stopped: %s: %s".formatted(e.getClass().getSimpleName(), e.getMessage()),
          e);
    }
    return 0;
  }

  /// Refuses to begin what could not be written down at the end.
  static void checkPlace(String option, @Nullable Path file) {
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "%s %s: there is no folder %s".formatted(option, file, folder));
    }
  }

  /// Opens each model at each precision once, because what cannot be opened should be known before
  /// hours of work. Precisions that come to the same are measured once.
  private Set<Contender> contenders() throws StartFailure {
    var contenders = new LinkedHashSet<Contender>();
    for (Optional<String> model : wanted()) {
      for (PrecisionChoice choice : precisions()) {
        RerankerOptions settings = settings(choice.precision());
        try (Catalog catalog = folders.catalog(Optional.empty(), settings)) {
          ServedModel found = ModelFolders.find(catalog, model);
          try (Lease lease = found.use(RerankRequest.NO_TIMEOUT)) {
            contenders.add(new Contender(found.name(), lease.reranker().info().precision()));
          }
        }
      }
    }
    return contenders;
  }

  private List<PrecisionChoice> precisions() {
    return spec.findOption(PRECISION).getValue();
  }

  private List<Optional<String>> wanted() {
    return models.isEmpty()
        ? List.of(Optional.empty())
        : models.stream().distinct().map(Optional::of).toList();
  }

  private RerankerOptions settings(Optional<Precision> precision) {
    RerankerOptions settings = options.rerankerOptions();
    return precision.map(settings::withPrecision).orElse(settings);
  }

  private EvalReport evaluate(Dataset dataset, Set<Contender> contenders) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (Corpus corpus = read(dataset, err)) {
      Run run = candidates.of(dataset, corpus, err);
      var evaluation = new Evaluation(dataset, corpus, run);
      evaluation.remarks().forEach(remark -> err.println("podium: " + remark));
      var rows = new ArrayList<Measurement>(List.of(evaluation.baseline()));
      for (Contender contender : contenders) {
        rows.add(measure(contender, evaluation, dataset.queries().size()));
      }
      return new EvalReport(
          dataset.name(),
          dataset.split(),
          dataset.queries().size(),
          corpus.size(),
          candidates.description(),
          candidates.top(),
          rows);
    }
  }

  private Corpus read(Dataset dataset, PrintWriter err) throws IOException {
    Path file = dataset.corpus();
    long size = Files.exists(file) ? Files.size(file) : 0;
    try (var progress = EvalProgress.begin("reading " + file, size, Unit.BYTES, err)) {
      return Corpus.read(file, candidates.bm25(), progress);
    }
  }

  private Measurement measure(Contender contender, Evaluation evaluation, long queries)
      throws IOException {
    String name = "%s %s".formatted(contender.model(), EvalReport.name(contender.precision()));
    RerankerOptions settings = settings(Optional.of(contender.precision()));
    try (Catalog catalog = folders.catalog(Optional.empty(), settings);
        Lease lease = catalog.find(Optional.of(contender.model())).use(RerankRequest.NO_TIMEOUT);
        var progress =
            EvalProgress.begin(name, queries, Unit.QUERIES, spec.commandLine().getErr())) {
      return evaluation.rerank(contender.model(), lease.reranker(), progress);
    }
  }

  private void print(EvalReport report) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case JSON -> out.println(report.json());
      case TSV -> out.print(report.tsv());
      case TABLE -> {
        out.println(
            "%s, %s: %d queries, %d documents, the best %d of %s"
                .formatted(
                    report.dataset(),
                    report.split(),
                    report.queries(),
                    report.documents(),
                    report.top(),
                    report.candidates()));
        table(report).print(out);
      }
    }
    out.flush();
  }

  private static Table table(EvalReport report) {
    var table =
        new Table(
            "model",
            "precision",
            ">nDCG@10",
            ">gain (95 %)",
            ">MRR@10",
            ">recall@" + report.top(),
            ">p50 ms",
            ">p95 ms",
            ">pairs/s",
            ">cut");
    for (Measurement row : report.rows()) {
      Optional<Speed> speed = row.speed();
      table.add(
          row.model(),
          row.precision().map(EvalReport::name).orElse("-"),
          number("%.4f", OptionalDouble.of(row.effectiveness().ndcg())),
          row.gain().map(Eval::range).orElse("-"),
          number("%.4f", OptionalDouble.of(row.effectiveness().reciprocalRank())),
          number("%.4f", OptionalDouble.of(row.effectiveness().recall())),
          number("%.1f", speed.map(Speed::p50).map(OptionalDouble::of).orElse(NONE)),
          number("%.1f", speed.map(Speed::p95).map(OptionalDouble::of).orElse(NONE)),
          number("%.1f", speed.map(Speed::pairsPerSecond).orElse(NONE)),
          number("%.1f %%", percent(row.cut())));
    }
    return table;
  }

  private static String range(Interval gain) {
    return String.format(Locale.ROOT, "%+.3f..%+.3f", gain.from(), gain.to());
  }

  private static OptionalDouble percent(OptionalDouble share) {
    return share.isPresent() ? OptionalDouble.of(100 * share.getAsDouble()) : share;
  }

  private static String number(String format, OptionalDouble number) {
    return number.isPresent() ? String.format(Locale.ROOT, format, number.getAsDouble()) : "-";
  }

  /// Lets `--precision` of [RunOptions] be given several times, and leaves out `--score-cache`:
  /// remembered scores would make a model look quicker than it is.
  static final class SeveralPrecisions implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      OptionSpec one = command.findOption(PRECISION);
      command.remove(one);
      command.remove(command.findOption("--score-cache"));
      return command.addOption(
          OptionSpec.builder(PRECISION)
              .userObject(one.userObject())
              .paramLabel(one.paramLabel())
              .type(List.class)
              .auxiliaryTypes(PrecisionChoice.class)
              .splitRegex(",")
              .hideParamSyntax(true)
              .order(SECOND)
              .defaultValue("auto")
              .description(
                  "Number format of matrix products; auto is bf16 where the CPU has it, else f32; repeatable (default: ${DEFAULT-VALUE}).")
              .build());
    }
  }
}
