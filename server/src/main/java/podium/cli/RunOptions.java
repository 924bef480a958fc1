package podium.cli;

import java.util.Optional;
import picocli.CommandLine.Option;
import podium.Precision;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.cli.Manual.Heading;

/// The options that say how models are run.
@Heading("How models run")
final class RunOptions {

  enum PrecisionChoice {
    AUTO,
    F32,
    BF16;

    Optional<Precision> precision() {
      return switch (this) {
        case AUTO -> Optional.empty();
        case F32 -> Optional.of(Precision.F32);
        case BF16 -> Optional.of(Precision.BF16);
      };
    }
  }

  @Option(
      names = "--precision",
      paramLabel = "auto|f32|bf16",
      defaultValue = "auto",
      description =
          "Number format of matrix products; auto is bf16 where the CPU has it, else f32 (default: ${DEFAULT-VALUE}).")
  private PrecisionChoice precision = PrecisionChoice.AUTO;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Batches computed at the same time per model; 0: by the number of cores (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Threads that share one batch; 0: by the number of cores (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--batch-tokens",
      paramLabel = "N",
      defaultValue = "1024",
      description = "Tokens packed into one batch (default: ${DEFAULT-VALUE}).")
  private int batchTokens;

  @Option(
      names = "--queue-tokens",
      paramLabel = "N",
      defaultValue = "4000000",
      description =
          "Tokens that may wait per model; what does not fit is refused (default: ${DEFAULT-VALUE}).")
  private long queueTokens;

  @Option(
      names = "--special-tokens",
      paramLabel = "text|parse",
      defaultValue = "text",
      description =
          "What </s>, [SEP] and their like mean inside texts: plain characters, or control tokens as in Python (default: ${DEFAULT-VALUE}).")
  private SpecialTokens specialTokens = SpecialTokens.TEXT;

  @Option(
      names = "--score-cache",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Scores remembered per loaded model, about 200 bytes each (default: ${DEFAULT-VALUE}).")
  private long scoreCache;

  RerankerOptions rerankerOptions() {
    return new RerankerOptions(
            precision.precision(), specialTokens, workers, threads, batchTokens, queueTokens)
        .withCachedScores(scoreCache);
  }
}
