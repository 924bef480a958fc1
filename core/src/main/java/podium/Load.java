package podium;

import java.time.Duration;

/// What a [Reranker] is doing at one moment, and what it has done since it was opened.
///
/// @param waitingRequests requests of which something waits
/// @param waitingTokens tokens that wait
/// @param runningBatches batches that are being computed
/// @param runningTokens tokens of these
/// @param batches batches that ended
/// @param pairs sequences of these
/// @param tokens tokens of these; divided by `batches` and the batch budget it is how full they
///   were
/// @param busy time that was spent on these, all workers together
public record Load(
    int waitingRequests,
    long waitingTokens,
    int runningBatches,
    long runningTokens,
    long batches,
    long pairs,
    long tokens,
    Duration busy) {

  /// Nothing, ever.
  public static final Load NONE = new Load(0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

  /// What is being done now, and what was done by this and by `earlier` together: a model that was
  /// closed and opened again goes on counting.
  public Load after(Load earlier) {
    return new Load(
        waitingRequests,
        waitingTokens,
        runningBatches,
        runningTokens,
        batches + earlier.batches,
        pairs + earlier.pairs,
        tokens + earlier.tokens,
        busy.plus(earlier.busy));
  }
}
