package podium.schedule;

import java.time.Duration;

/// How fast one worker computes, as a mean over its recent batches. Guarded by the scheduler's
/// lock.
final class Pace {

  /// What counts until the first batch has ended; of the order of a large model on one core.
  private static final double FIRST_GUESS = 500;

  /// The weight of all earlier batches together when a new one arrives; remembers about ten.
  private static final double MEMORY = 0.9;

  private double tokens;
  private double nanos;

  void measured(long batchTokens, long batchNanos) {
    tokens = MEMORY * tokens + batchTokens;
    nanos = MEMORY * nanos + Math.max(1, batchNanos);
  }

  /// How many of `batchTokens` are not yet computed after `elapsedNanos`, as far as one can tell.
  long left(long batchTokens, long elapsedNanos) {
    return Math.max(0, batchTokens - (long) (tokensPerNano() * elapsedNanos));
  }

  /// In how many whole seconds, from 1 to 60, `workers` of this pace will have computed
  /// `waitingTokens`.
  Duration retryAfter(long waitingTokens, int workers) {
    double seconds = Math.ceil(waitingTokens / (tokensPerNano() * workers) / 1e9);
    return Duration.ofSeconds((long) Math.clamp(seconds, 1, 60));
  }

  private double tokensPerNano() {
    return nanos == 0 ? FIRST_GUESS / 1e9 : tokens / nanos;
  }
}
