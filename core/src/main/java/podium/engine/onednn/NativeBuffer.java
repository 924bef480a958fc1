package podium.engine.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A piece of native memory, aligned to cache lines. May be used by any thread, one at a time.
final class NativeBuffer implements AutoCloseable {

  static final long ALIGNMENT = 64;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment segment;

  NativeBuffer(long bytes) {
    this.segment = arena.allocate(bytes, ALIGNMENT);
  }

  MemorySegment segment() {
    return segment;
  }

  long address() {
    return segment.address();
  }

  long bytes() {
    return segment.byteSize();
  }

  @Override
  public void close() {
    arena.close();
  }
}
