package podium.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;

/// The options that say where models are and how they are run.
final class ModelOptions {

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
      names = "--models",
      paramLabel = "DIR",
      split = "${sys:path.separator}",
      description =
          "Folder with models, as DIR/name or DIR/org/name; repeatable (default: ~/.podium/models).")
  private List<Path> models = new ArrayList<>();

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
      description = "Batches computed at the same time per model; 0: by the number of cores (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that share one batch; 0: by the number of cores (default: ${DEFAULT-VALUE}).")
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

  RerankerOptions rerankerOptions() {
    return new RerankerOptions(
        precision.precision(), specialTokens, workers, threads, batchTokens, queueTokens);
  }

  /// All models in the folders, and the embedded one.
  Catalog catalog(Optional<String> defaultModel) {
    return new Catalog(new ModelScan(folders()), defaultModel, rerankerOptions(), Reranker::open);
  }

  /// Folders that were named must be there; the default one need not.
  List<Path> folders() {
    models.forEach(ModelOptions::check);
    Path usual = Path.of(System.getProperty("user.home"), ".podium", "models");
    if (!models.isEmpty()) {
      return List.copyOf(models);
    }
    return Files.isDirectory(usual) ? List.of(usual) : List.of();
  }

  private static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "models folder %s %s"
              .formatted(folder, Files.exists(folder) ? "is not a folder" : "does not exist"));
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new IllegalArgumentException("models folder %s cannot be read".formatted(folder));
    }
  }
}
