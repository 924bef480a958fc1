package podium.catalog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import podium.Load;
import podium.ModelInfo;
import podium.RerankException;
import podium.RerankException.Cancelled;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;
import podium.Reranker;
import podium.RerankerOptions;
import podium.model.Listing;
import podium.runtime.EmbeddedModel;

/// A model that can be asked for. Loaded when first asked for, on a thread of its own, so that
/// callers may come and go meanwhile; a load that failed is tried again by the next caller.
/// Thread-safe.
public final class ServedModel implements AutoCloseable {

  private static final Logger LOG = System.getLogger(ServedModel.class.getName());

  /// The name of the model inside our own jar.
  public static final String EMBEDDED = EmbeddedModel.NAME;

  /// What must be said of it wherever it is listed.
  public static final String EMBEDDED_NOTE =
      """
      a demonstration model: English, 256 tokens, sensible on everyday questions, \
      below BM25 on benchmarks\
      """;

  private final Listing.Found found;
  private final RerankerOptions options;
  private final Reranker.Opener opener;
  private final ReentrantLock lock = new ReentrantLock();
  private final LongAdder loads = new LongAdder();
  private final LongAdder failedLoads = new LongAdder();
  private @Nullable CompletableFuture<Reranker> load;
  private boolean closed;

  ServedModel(Listing.Found found, RerankerOptions options, Reranker.Opener opener) {
    this.found = found;
    this.options = options;
    this.opener = opener;
  }

  /// What the scan found.
  public Listing.Found found() {
    return found;
  }

  public String name() {
    return found.name();
  }

  /// The last part of `org/name`.
  public String shortName() {
    return name().substring(name().lastIndexOf('/') + 1);
  }

  /// Whether it is the small model of our own jar.
  public boolean isEmbedded() {
    return name().equals(EMBEDDED);
  }

  /// Whether queries and documents may have images.
  public boolean takesImages() {
    return found.recognition().template().takesImages();
  }

  /// What the loaded model is; empty as long as it is not loaded.
  public Optional<ModelInfo> info() {
    lock.lock();
    try {
      return load != null && load.state() == CompletableFuture.State.SUCCESS
          ? Optional.of(load.resultNow().info())
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// What it is doing and has done; nothing as long as it is not loaded.
  public Load load() {
    lock.lock();
    try {
      return load != null && load.state() == CompletableFuture.State.SUCCESS
          ? load.resultNow().load()
          : Load.NONE;
    } finally {
      lock.unlock();
    }
  }

  /// How often it was loaded.
  public long loads() {
    return loads.sum();
  }

  /// How often loading it failed.
  public long failedLoads() {
    return failedLoads.sum();
  }

  /// Begins to load it, if that has not begun.
  public void preload() {
    var _ = loading();
  }

  /// The loaded model. Waits for it, but no longer than `patience`.
  ///
  /// @throws ModelUnavailable if it cannot be loaded, with the reason, or not in that time
  /// @throws Cancelled if the calling thread is interrupted
  public Reranker reranker(Duration patience) {
    CompletableFuture<Reranker> loading = loading();
    try {
      return loading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ModelUnavailable("model %s is still loading".formatted(name()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("the caller went away while model %s was loading".formatted(name()));
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  private RerankException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case ModelUnavailable known ->
          new ModelUnavailable(
              "model %s: %s"
                  .formatted(
                      name(),
                      Reasons.withoutPath(String.valueOf(known.getMessage()), found.path())));
      case OutOfMemoryError _ ->
          new ModelUnavailable("model %s does not fit in memory".formatted(name()));
      case null, default -> new EngineFailure("loading model %s failed".formatted(name()), e);
    };
  }

  private CompletableFuture<Reranker> loading() {
    lock.lock();
    try {
      if (closed) {
        throw new ModelUnavailable("model %s is closing".formatted(name()));
      }
      if (load == null || load.isCompletedExceptionally()) {
        load = start();
      }
      return load;
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Reranker> start() {
    var result = new CompletableFuture<Reranker>();
    Thread.ofPlatform().name("load-" + name()).daemon().start(() -> load(result));
    return result;
  }

  private void load(CompletableFuture<Reranker> result) {
    long began = System.nanoTime();
    try {
      Reranker reranker = opener.open(found.path(), options);
      for (String remark : found.recognition().remarks()) {
        LOG.log(Level.WARNING, () -> "remark model=%s: %s".formatted(name(), remark));
      }
      LOG.log(Level.INFO, () -> "loaded model=%s %s".formatted(name(), took(reranker, began)));
      loads.increment();
      result.complete(reranker);
      collectWhatLoadingLeft();
    } catch (Throwable e) { // whatever it was, no caller may wait for ever
      LOG.log(Level.WARNING, () -> "loading failed model=%s reason=%s".formatted(name(), e));
      failedLoads.increment();
      result.completeExceptionally(e);
    }
  }

  /// A vocabulary is some 100 MB of JSON before it is a tokenizer. A server that then has little to
  /// do would keep that in its heap for hours.
  private static void collectWhatLoadingLeft() {
    System.gc();
  }

  private static String took(Reranker reranker, long began) {
    return "family=%s precision=%s ms=%d"
        .formatted(
            reranker.info().family(),
            reranker.info().precision(),
            (System.nanoTime() - began) / 1_000_000);
  }

  /// Gives back its memory, after what runs has finished. What is loading is closed when it is
  /// there.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (load != null) {
        var _ = load.thenAccept(Reranker::close);
      }
    } finally {
      lock.unlock();
    }
  }
}
