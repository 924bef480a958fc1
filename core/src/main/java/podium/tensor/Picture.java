package podium.tensor;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// An image that sequences show, and what a vision tower makes of it. Its vectors do not depend on
/// what is around the image, so that they are computed once for all sequences of a request that
/// show it. Two pictures are equal if their patches are. Thread-safe.
public final class Picture {

  private static final AtomicLong SERIALS = new AtomicLong();

  private final long serial = SERIALS.incrementAndGet();
  private final String name;
  private final PatchGrid grid;

  /// Both are guarded by this object's monitor.
  private Optional<PictureVectors> vectors = Optional.empty();

  private boolean shared;

  /// @param name the same for pictures with the same patches only
  public Picture(String name, PatchGrid grid) {
    this.name = name;
    this.grid = grid;
  }

  /// A number that no other picture of this process has, not even an equal one.
  long serial() {
    return serial;
  }

  public PatchGrid grid() {
    return grid;
  }

  /// How many tokens stand for it in a sequence.
  public int tokens() {
    return grid.mergedCount();
  }

  /// Says that several sequences show it, so that its vectors are to be kept as long as itself.
  public synchronized void share() {
    shared = true;
  }

  /// Its vectors, computed or not: new ones if there were none, or if they were given up.
  public synchronized PictureVectors vectors() {
    if (vectors.isEmpty()) {
      vectors = Optional.of(new PictureVectors());
    }
    return vectors.get();
  }

  /// Says that a sequence has used the vectors. Gives up their memory, unless the picture is
  /// shared.
  public synchronized void used() {
    if (!shared) {
      vectors = Optional.empty();
    }
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
