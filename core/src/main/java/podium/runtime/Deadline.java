package podium.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;

/// Until when somebody waits for the answer to a request.
///
/// @param caller who waits; being interrupted ends it early
/// @param start in nanoseconds of [System#nanoTime]
/// @param nanos from then on
record Deadline(Thread caller, long start, long nanos) {

  /// Of the calling thread.
  static Deadline in(Duration timeout) {
    return new Deadline(
        Thread.currentThread(), System.nanoTime(), TimeUnit.NANOSECONDS.convert(timeout));
  }

  /// The time that is left, not negative.
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - start)));
  }

  /// To be called by any thread from time to time in long computations.
  ///
  /// @throws DeadlineExceeded if no time is left
  /// @throws Cancelled if the caller was interrupted
  void check() {
    if (caller.isInterrupted()) {
      throw new Cancelled("the caller went away before its request was done");
    }
    if (left().isZero()) {
      throw new DeadlineExceeded("the request was not done before its deadline");
    }
  }
}
