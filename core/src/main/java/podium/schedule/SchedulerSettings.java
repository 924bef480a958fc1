package podium.schedule;

/// How much a [Scheduler] does at once.
///
/// @param workers batches computed at the same time
/// @param threadsPerWorker threads that share one batch
/// @param batchTokens tokens packed into one batch at most, unless a single pair is longer
/// @param queueTokens tokens that may wait
public record SchedulerSettings(
    int workers, int threadsPerWorker, int batchTokens, long queueTokens) {

  public SchedulerSettings {
    if (workers < 1 || threadsPerWorker < 1 || batchTokens < 1 || queueTokens < 1) {
      throw new IllegalArgumentException(
          "all settings must be positive, but are workers %d, threads per worker %d, batch tokens %d, queue tokens %d"
              .formatted(workers, threadsPerWorker, batchTokens, queueTokens));
    }
  }
}
