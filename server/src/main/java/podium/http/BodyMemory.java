package podium.http;

import java.util.concurrent.atomic.AtomicLong;

/// How many bytes of request bodies may be in memory at once, over all requests. Without this limit
/// a few hundred clients with bodies of legal size could use up the heap.
final class BodyMemory {

  private final long capacity;
  private final AtomicLong used = new AtomicLong();

  BodyMemory(long capacity) {
    this.capacity = capacity;
  }

  /// An eighth of the heap, because a body becomes strings and token ids too; but room for at least
  /// one body of the largest size.
  static BodyMemory forBodiesOf(long maxBodyBytes) {
    return new BodyMemory(Math.max(maxBodyBytes, Runtime.getRuntime().maxMemory() / 8));
  }

  /// Takes room for `bytes` more, or says no.
  boolean reserve(long bytes) {
    if (used.addAndGet(bytes) <= capacity) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void release(long bytes) {
    used.addAndGet(-bytes);
  }
}
