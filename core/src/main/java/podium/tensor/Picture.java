package podium.tensor;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// An image that sequences show, and what a vision tower makes of it. The tower's vectors do not
/// depend on what is around the image, so that they are computed once for all sequences of a
/// request that show it: one batch takes the picture ([#take]) and keeps its vectors; others, on
/// other threads, wait for them.
///
/// Two pictures are equal if their patches are. Thread-safe.
public final class Picture {

  private final String name;
  private final PatchGrid grid;

  /// All below is guarded by this object's monitor.
  private Optional<CompletableFuture<List<float[]>>> vectors = Optional.empty();

  private boolean shared;

  /// @param name the same for pictures with the same patches only
  public Picture(String name, PatchGrid grid) {
    this.name = name;
    this.grid = grid;
  }

  public PatchGrid grid() {
    return grid;
  }

  /// How many tokens stand for it in a sequence.
  public int tokens() {
    return grid.mergedCount();
  }

  /// Says that several sequences show it, so that its vectors are worth keeping.
  public synchronized void share() {
    shared = true;
  }

  /// True once, or once more after its vectors were forgotten: whoever is told so must compute
  /// them, and [#keep] them or [#fail].
  public synchronized boolean take() {
    boolean first = vectors.isEmpty();
    if (first) {
      vectors = Optional.of(new CompletableFuture<>());
    }
    return first;
  }

  /// Keeps what was computed for all who wait for it.
  ///
  /// @param computed `[tokens(), n]` each; not copied
  public void keep(List<float[]> computed) {
    taken().complete(List.copyOf(computed));
  }

  /// Says that computing them failed, also to all who wait.
  public void fail(Throwable cause) {
    taken().completeExceptionally(cause);
  }

  /// What the tower made of it. Waits until that is computed. Not to be written to.
  ///
  /// @throws java.util.concurrent.CompletionException if computing it failed
  public List<float[]> vectors() {
    return taken().join();
  }

  /// Gives up the memory of the vectors, unless the picture is shared.
  public synchronized void used() {
    if (!shared) {
      vectors = Optional.empty();
    }
  }

  private synchronized CompletableFuture<List<float[]>> taken() {
    return vectors.orElseThrow(
        () -> new IllegalStateException("nobody computes this picture. This is a bug."));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture && name.equals(picture.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "picture of %d × %d patches".formatted(grid.gridHeight(), grid.gridWidth());
  }
}
