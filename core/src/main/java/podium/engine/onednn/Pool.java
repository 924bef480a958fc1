package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import podium.engine.Tensor;

/// The memory of one worker's tensors. Buffers go from hand to hand so that they stay in the cache;
/// there are never more of them than tensors were alive at once.
final class Pool implements AutoCloseable {

  /// Buffers that nobody wanted for so many calls of [#keep] are freed: a single long batch shall
  /// not cost memory for ever.
  private static final int PATIENCE = 1000;

  private final List<Slot> slots = new ArrayList<>();
  private long now;

  Matrix create(int rows, int columns, Element element) {
    Slot slot = free(Matrix.bytes(rows, columns, element));
    return new Matrix(slot.claim(now), element, rows, columns, 0, columns);
  }

  /// The smallest free slot that is large enough.
  private Slot free(long bytes) {
    Optional<Slot> fitting =
        slots.stream()
            .filter(slot -> !slot.used && slot.buffer.bytes() >= bytes)
            .min(Comparator.comparingLong(slot -> slot.buffer.bytes()));
    return fitting.orElseGet(() -> grow(bytes));
  }

  /// Puts a larger buffer in the place of the largest free one.
  private Slot grow(long bytes) {
    slots.stream()
        .filter(slot -> !slot.used)
        .max(Comparator.comparingLong(slot -> slot.buffer.bytes()))
        .ifPresent(this::drop);
    Slot slot = new Slot(new NativeBuffer(bytes));
    slots.add(slot);
    return slot;
  }

  private void drop(Slot slot) {
    slots.remove(slot);
    slot.buffer.close();
  }

  /// Frees the memory of all tensors but these.
  void keep(Tensor... tensors) {
    now++;
    for (Slot slot : List.copyOf(slots)) {
      if (slot.used && !holdsOneOf(slot, tensors)) {
        slot.release();
      }
      if (!slot.used && now - slot.lastUse > PATIENCE) {
        drop(slot);
      }
    }
  }

  private static boolean holdsOneOf(Slot slot, Tensor... tensors) {
    for (Tensor tensor : tensors) {
      if (Matrix.of(tensor).claim().slot == slot) {
        return true;
      }
    }
    return false;
  }

  long bytes() {
    return slots.stream().mapToLong(slot -> slot.buffer.bytes()).sum();
  }

  @Override
  public void close() {
    keep();
    List.copyOf(slots).forEach(this::drop);
  }

  private static final class Slot {
    private final NativeBuffer buffer;
    private boolean used;
    private long lastUse;
    private int releases;

    Slot(NativeBuffer buffer) {
      this.buffer = buffer;
    }

    Claim claim(long now) {
      used = true;
      lastUse = now;
      return new Claim(this, releases);
    }

    void release() {
      used = false;
      releases++;
    }
  }

  /// The right to use a buffer until it is given to somebody else.
  static final class Claim {
    private final Slot slot;
    private final int releases;

    private Claim(Slot slot, int releases) {
      this.slot = slot;
      this.releases = releases;
    }

    MemorySegment memory() {
      if (slot.releases != releases) {
        throw new IllegalStateException("this tensor was not kept");
      }
      return slot.buffer.segment();
    }
  }
}
