package podium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.RerankerOptions;
import podium.bench.BenchReport;
import podium.bench.BenchShape;
import podium.bench.Benchmark;
import podium.bench.RandomCheckpoint;
import podium.cli.Manual.Heading;
import podium.log.Logging;

/// `podium bench`: how fast this machine runs a model of a known size, and how near that is to its
/// limit.
@Command(
    name = "bench",
    header = "measures a model's speed beside the machine's peak",
    description = {
      "Measures the speed of a published model's size with random weights, from text to scores, beside the machine's own matrix-product peak in the same run.",
      "",
      "achieved = model FLOPs / time of the best round. Model FLOPs are those of the matrix products: 2 x rows x in x out for a linear layer, 4 x heads x head size for each query and key it sees. What the network leaves out does not count.",
      "",
      "peak = the best product of [2048 x 1024] by [1024 x 4096] at the same precision, workers and threads."
    },
    exitCodeList = {
      "0:it was measured",
      "1:something failed on the way",
      "2:an option is not right, or there is no room for the weights"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    examples = {
      "podium bench --shape ms-marco-minilm-l6 --precision f32",
      "podium bench --shape qwen3-reranker-0.6b --weights /var/tmp/podium --json"
    },
    seeAlso = {"podium loadtest", "docs/performance.md"})
final class Bench implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  /// The names of all shapes.
  static final class Shapes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return BenchShape.ALL.stream().map(BenchShape::name).iterator();
    }
  }

  @Heading("What is measured")
  @Option(
      names = "--shape",
      paramLabel = "NAME",
      defaultValue = "bge-reranker-base",
      completionCandidates = Shapes.class,
      description =
          "One of ${COMPLETION-CANDIDATES}; the last has one layer of text only (default: ${DEFAULT-VALUE}).")
  private String shape = "bge-reranker-base";

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "32",
      description = "Documents in the request (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "130",
      description =
          "Mean length of a pair in tokens, of what follows the 100 tokens that all documents of a decoder share, or of a document's part of a listwise prompt; an image per document of qwen3-vl comes on top; lengths are lognormal with spread 0.5 (default:"
              + " ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "How often peak and request are measured in turn; the best of each counts (default:"
              + " ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--weights",
      paramLabel = "DIR",
      description =
          "Where the random weights are written, and kept for the next time (default: a temporary"
              + " folder, deleted at the end).")
  private @Nullable Path weights;

  @Option(
      names = "--no-prefix-sharing",
      description =
          "Let each document compute the prompt before it, to see what sharing it gains (decoders).")
  private boolean noPrefixSharing;

  @Heading("Output")
  @Option(names = "--json", description = "One line of JSON instead of a table.")
  private boolean json;

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws IOException {
    Logging.setUp(Logging.Level.WARNING);
    var benchmark = new Benchmark(BenchShape.named(shape), pairs, tokens, rounds);
    BenchReport report = run(weights == null ? temporaryFolder() : weights, benchmark);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.json() + System.lineSeparator() : report.text());
    out.flush();
    return 0;
  }

  private BenchReport run(Path folder, Benchmark benchmark) throws IOException {
    Path directory = folder.resolve(benchmark.shape().name());
    if (!Files.exists(directory.resolve("model.safetensors"))) {
      checkRoom(folder, benchmark.shape());
      tell("writing %d MB of random weights".formatted(benchmark.shape().bytes() / 1_000_000));
      RandomCheckpoint.write(benchmark.shape(), directory);
    }
    RerankerOptions chosen = options.rerankerOptions();
    tell("measuring %d rounds".formatted(benchmark.rounds()));
    return benchmark.run(directory, noPrefixSharing ? chosen.withoutSharedPrefixes() : chosen);
  }

  private static void checkRoom(Path folder, BenchShape shape) throws IOException {
    Files.createDirectories(folder);
    long room = Files.getFileStore(folder).getUsableSpace();
    if (room < shape.bytes()) {
      throw new IllegalArgumentException(
          "%s has room for %d MB, but the weights need %d MB; choose another folder with --weights"
              .formatted(folder, room / 1_000_000, shape.bytes() / 1_000_000));
    }
  }

  private void tell(String progress) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("podium: " + progress);
    err.flush();
  }

  /// Deleted when the process ends, also when it is interrupted.
  private static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("podium-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException _) {
      // what cannot be deleted now is left to the system's cleaning of temporary files
    }
  }
}
