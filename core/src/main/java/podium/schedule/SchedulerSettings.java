package podium.schedule;

/// How much a [Scheduler] does at once.
///
/// @param workers batches computed at the same time
/// @param threadsPerWorker threads that share one batch
/// @param batchTokens tokens packed into one batch at most, unless a single pair is longer
/// @param queueTokens tokens that may wait
/// @param prefixTokens tokens of shared prefixes whose keys and values are kept at the same time; 0
///   lets no request share
/// @param cachedScores logits that are kept for those who ask for the same later; 0 keeps none
public record SchedulerSettings(
    int workers,
    int threadsPerWorker,
    int batchTokens,
    long queueTokens,
    long prefixTokens,
    long cachedScores) {

  /// Without shared prefixes, and without a cache.
  public SchedulerSettings(int workers, int threadsPerWorker, int batchTokens, long queueTokens) {
    this(workers, threadsPerWorker, batchTokens, queueTokens, 0, 0);
  }

  public SchedulerSettings {
    if (workers < 1 || threadsPerWorker < 1 || batchTokens < 1 || queueTokens < 1) {
      throw new IllegalArgumentException(
          "all settings must be positive, but are workers %d, threads per worker %d, batch tokens %d, queue tokens %d"
              .formatted(workers, threadsPerWorker, batchTokens, queueTokens));
    }
    if (prefixTokens < 0 || cachedScores < 0) {
      throw new IllegalArgumentException(
          "neither must be negative, but prefix tokens are %d and cached scores %d"
              .formatted(prefixTokens, cachedScores));
    }
  }
}
