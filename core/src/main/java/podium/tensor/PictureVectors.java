package podium.tensor;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a vision tower makes of a picture. One batch takes it ([#take]) and computes it; others, on
/// other threads, wait. Equal only to itself. Thread-safe.
public final class PictureVectors {

  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<List<float[]>> computed = new CompletableFuture<>();

  /// True once: whoever is told so must compute them, and [#keep] them or [#fail].
  public boolean take() {
    return taken.compareAndSet(false, true);
  }

  /// Hands them to all who wait.
  ///
  /// @param vectors `[Picture.tokens(), n]` each; not copied
  public void keep(List<float[]> vectors) {
    computed.complete(List.copyOf(vectors));
  }

  /// Says that computing them failed, also to all who wait.
  public void fail(Throwable cause) {
    computed.completeExceptionally(cause);
  }

  /// Waits until they are computed. Not to be written to.
  ///
  /// @throws java.util.concurrent.CompletionException if that failed
  public List<float[]> get() {
    return computed.join();
  }
}
