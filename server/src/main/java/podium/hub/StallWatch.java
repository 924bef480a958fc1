package podium.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// Closes a body of which no byte has come for a while: reading it has no time limit of its own.
final class StallWatch implements AutoCloseable {

  private final InputStream body;
  private final long limit;
  private final Thread watcher;
  private volatile long last = System.nanoTime();
  private volatile boolean stalled;

  @SuppressWarnings("ThisEscapedInObjectConstruction") // all else is set by then
  StallWatch(InputStream body, Duration limit) {
    this.body = body;
    this.limit = limit.toNanos();
    this.watcher = Thread.ofVirtual().name("stall-watch").start(this::watch);
  }

  /// A byte has come.
  void alive() {
    last = System.nanoTime();
  }

  /// Whether it was this watch that closed the body.
  boolean hasStalled() {
    return stalled;
  }

  private void watch() {
    try {
      for (long left = limit; left > 0; left = limit - (System.nanoTime() - last)) {
        Thread.sleep(Duration.ofNanos(left));
      }
      stalled = true;
      body.close();
    } catch (InterruptedException | IOException _) {
      // the body came to its end, or is closed already
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
