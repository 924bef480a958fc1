package podium.runtime;

import java.time.Duration;
import podium.RerankException.InvalidRequest;
import podium.RerankException.Overloaded;

/// How much memory the pictures of all requests to a model may take: their pixels, until the
/// request is over, and for those that several sequences show also what the network makes of them.
/// A request that does not fit is refused at once, as one that does not fit in the queue.
/// Thread-safe.
final class PictureMemory {

  private static final long MEGABYTE = 1_000_000;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final long limit;
  private long used;

  /// @param limit in bytes
  PictureMemory(long limit) {
    this.limit = limit;
  }

  /// What one request takes of it.
  Share share() {
    return new Share();
  }

  private synchronized void take(long bytes, long takenBefore) {
    if (takenBefore + bytes > limit) {
      throw new InvalidRequest(
          "the images of the request need more than the %d MB of memory that there are for images"
              .formatted(limit / MEGABYTE));
    }
    if (used + bytes > limit) {
      throw new Overloaded(
          "the images of other requests take all memory for images, retry in %d s"
              .formatted(RETRY_AFTER.toSeconds()),
          RETRY_AFTER);
    }
    used += bytes;
  }

  private synchronized void giveBack(long bytes) {
    used -= bytes;
  }

  /// Bytes that are taken now.
  synchronized long used() {
    return used;
  }

  /// What one request has taken, until it is closed. Thread-safe.
  final class Share implements AutoCloseable {
    private long taken;
    private boolean closed;

    /// Takes more; nothing if it is closed.
    ///
    /// @throws InvalidRequest if the request takes more than there is
    /// @throws Overloaded if it takes more than others leave
    synchronized void take(long bytes) {
      if (!closed) {
        PictureMemory.this.take(bytes, taken);
        taken += bytes;
      }
    }

    @Override
    public synchronized void close() {
      giveBack(taken);
      taken = 0;
      closed = true;
    }
  }
}
