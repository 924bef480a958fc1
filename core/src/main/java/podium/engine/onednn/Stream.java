package podium.engine.onednn;

import java.lang.foreign.MemorySegment;

/// Where one worker's primitives run, one after the other, with the scratchpad that they share and
/// the number of threads that share each of them.
final class Stream implements AutoCloseable {

  private final MemorySegment engine;
  private final MemorySegment handle;
  private final int threads;
  private NativeBuffer scratchpad = new NativeBuffer(1 << 16);

  /// @param engine must outlive this stream
  Stream(MemorySegment engine, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive, but is " + threads);
    }
    this.engine = engine;
    this.handle = OneDnn.createStream(engine);
    this.threads = threads;
  }

  /// Tells OpenMP how many threads to use. It keeps that per calling thread, and we may have been
  /// called by another one before.
  void enter() {
    OneDnn.setThreads(threads);
  }

  int threads() {
    return threads;
  }

  MemorySegment engine() {
    return engine;
  }

  MemorySegment handle() {
    return handle;
  }

  /// The address of at least `bytes` bytes, valid until the next call.
  long scratchpad(long bytes) {
    if (scratchpad.bytes() < bytes) {
      scratchpad.close();
      scratchpad = new NativeBuffer(bytes);
    }
    return scratchpad.address();
  }

  @Override
  public void close() {
    OneDnn.destroyStream(handle);
    scratchpad.close();
  }
}
