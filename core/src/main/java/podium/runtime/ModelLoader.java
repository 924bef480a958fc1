package podium.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import podium.ModelInfo;
import podium.Precision;
import podium.RerankException;
import podium.Reranker;
import podium.RerankerOptions;
import podium.engine.Engine;
import podium.engine.onednn.OneDnnEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Families;
import podium.nn.Network;
import podium.nn.NetworkFamily;
import podium.schedule.Scheduler;
import podium.schedule.SchedulerSettings;

/// Makes a running model of a directory: recognises it, checks it, and puts tokenizer, network,
/// engine and scheduler together.
public final class ModelLoader implements Reranker.Opener {

  private final Function<Optional<Precision>, Engine> engines;
  private final MemoryCheck memory;
  private final List<NetworkFamily> families;

  /// Loads into oneDNN.
  public ModelLoader() {
    this(
        precision -> OneDnnEngine.open(precision.orElseGet(ModelLoader::fastest)),
        new MemoryCheck(AvailableMemory.OF_THIS_MACHINE),
        Families.IN_ORDER);
  }

  ModelLoader(
      Function<Optional<Precision>, Engine> engines,
      MemoryCheck memory,
      List<NetworkFamily> families) {
    this.engines = engines;
    this.memory = memory;
    this.families = families;
  }

  private static Precision fastest() {
    return OneDnnEngine.nativeBf16() ? Precision.BF16 : Precision.F32;
  }

  @Override
  public long memory(Path directory, RerankerOptions options) {
    try (ModelDirectory model = ModelDirectory.open(directory)) {
      Recognition recognition = Recognition.of(model, Families.IN_ORDER);
      Precision precision = options.precision().orElseGet(ModelLoader::fastest);
      return ModelMemory.of(model, recognition, precision, options).total();
    }
  }

  @Override
  public Path embedded() {
    return EmbeddedModel.directory();
  }

  @Override
  public Reranker open(Path directory, RerankerOptions options) {
    var parts = new Parts();
    try {
      return load(directory, options, parts);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private Reranker load(Path directory, RerankerOptions options, Parts parts) {
    ModelDirectory model = ModelDirectory.open(directory);
    parts.add(model::close);
    Recognition recognition = Recognition.of(model, families);
    Engine engine = engines.apply(options.precision());
    parts.add(engine::close);
    NetworkFamily family = Families.of(recognition, families);
    memory.check(
        ModelMemory.of(model, recognition, family, engine.precision(), options),
        engine.precision());

    var encoder =
        loadEncoder(
            SequenceEncoders.of(directory, options, model, recognition), recognition.template());
    parts.add(() -> {
      var _ = encoder.thenAccept(RequestEncoder::close);
    });
    Network network = family.load(model, engine);
    model.releasePages();
    var threading = Threading.of(options, recognition.template());
    int longest = memory.longestSequence(network);
    Scheduler scheduler =
        new Scheduler(
            nameOf(directory),
            network,
            engine,
            settings(
                options,
                threading,
                options.sharePrefixes() ? prefixTokens(network, engine.precision()) : 0));
    parts.add(() -> scheduler.close(Duration.ZERO));
    scheduler.start();
    var info =
        new ModelInfo(
            recognition.family(),
            recognition.why(),
            recognition.maxLength(model),
            engine.precision(),
            model.weightBytes(),
            recognition.template().takesInstruction(),
            recognition.template().takesImages(),
            recognition.template().rawScore());
    return new LoadedModel(info, join(encoder), scheduler, longest, parts);
  }

  private static String nameOf(Path directory) {
    return String.valueOf(directory.toAbsolutePath().normalize().getFileName());
  }

  /// Beside the weights, since a large vocabulary takes as long as they do.
  private static CompletableFuture<RequestEncoder> loadEncoder(
      SequenceEncoders encoders, Recognition.Template template) {
    return CompletableFuture.supplyAsync(
        () -> encoders.load(template),
        task -> Thread.ofPlatform().daemon().name("load-tokenizer").start(task));
  }

  private static RequestEncoder join(CompletableFuture<RequestEncoder> encoder) {
    try {
      return encoder.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RerankException known) {
        throw known;
      }
      throw e;
    }
  }

  private static SchedulerSettings settings(
      RerankerOptions options, Threading threading, long prefixTokens) {
    return new SchedulerSettings(
        threading.workers(),
        threading.threadsPerWorker(),
        options.batchTokens(),
        options.queueTokens(),
        prefixTokens,
        options.cachedScores());
  }

  /// How many tokens of prefixes there is room for.
  private static long prefixTokens(Network network, Precision precision) {
    long elements = network.keptPerPrefixToken();
    return elements == 0 ? 0 : ModelMemory.PREFIX_BYTES / (elements * bytes(precision));
  }

  private static int bytes(Precision precision) {
    return switch (precision) {
      case F32 -> 4;
      case BF16 -> 2;
    };
  }
}
