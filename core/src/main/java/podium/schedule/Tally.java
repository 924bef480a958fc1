package podium.schedule;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import podium.Load.Fill;

/// What a scheduler has done. Guarded by its lock.
final class Tally {

  private final int batchTokens;
  private final long[] batchesByFill = new long[Fill.STEPS + 1];
  private long pairs;
  private long shared;
  private long tokens;
  private long busyNanos;

  /// @param batchTokens the budget of a batch
  Tally(int batchTokens) {
    this.batchTokens = batchTokens;
  }

  /// Counts a batch that ended.
  void ended(Running batch, long nanos) {
    pairs += batch.jobs().size();
    shared += batch.shared();
    tokens += batch.tokens();
    busyNanos += nanos;
    long step = Math.ceilDiv(batch.tokens() * Fill.STEPS, batchTokens);
    batchesByFill[Math.clamp(step - 1, 0, Fill.STEPS)]++;
  }

  long batches() {
    return LongStream.of(batchesByFill).sum();
  }

  long pairs() {
    return pairs;
  }

  /// Pairs that were not computed, because the same was computed for another.
  long shared() {
    return shared;
  }

  long tokens() {
    return tokens;
  }

  Duration busy() {
    return Duration.ofNanos(busyNanos);
  }

  Fill fill() {
    return new Fill(Arrays.stream(batchesByFill).boxed().toList(), (double) tokens / batchTokens);
  }
}
