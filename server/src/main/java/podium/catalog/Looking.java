package podium.catalog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Looks at the folders when somebody wants to know, at most once a second and one look at a time.
/// A look runs on a thread of its own, so that folders on a network that hangs hold up those who
/// wait for it for a limited time, and nobody else. Thread-safe.
final class Looking {

  private static final Logger LOG = System.getLogger(Looking.class.getName());

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Runnable look;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
  private long ended;

  /// @param look what to do; it was done just now
  Looking(Runnable look, LongSupplier clock) {
    this.look = look;
    this.clock = clock;
    this.ended = clock.getAsLong();
  }

  /// Looks, unless that was done a moment ago, and waits for it, but no longer than `patience`.
  void look(Duration patience) {
    try {
      current().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      LOG.log(Level.WARNING, "the folders of models do not answer; what is known of them stays");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      LOG.log(Level.ERROR, "looking for models failed; what is known of them stays", e);
    }
  }

  private CompletableFuture<Void> current() {
    lock.lock();
    try {
      if (latest.isDone() && clock.getAsLong() - ended >= PAUSE_NANOS) {
        latest = CompletableFuture.runAsync(this::lookNow, Looking::start);
      }
      return latest;
    } finally {
      lock.unlock();
    }
  }

  private static void start(Runnable task) {
    Thread.ofPlatform().name("look-for-models").daemon().start(task);
  }

  private void lookNow() {
    try {
      look.run();
    } finally {
      lock.lock();
      try {
        ended = clock.getAsLong();
      } finally {
        lock.unlock();
      }
    }
  }
}
