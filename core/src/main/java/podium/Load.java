package podium.schedule;

import java.time.Duration;

/// What a [Scheduler] is doing at one moment, and what it has done since it was made.
///
/// @param waitingRequests requests of which something waits
/// @param waitingTokens tokens that wait
/// @param runningBatches batches on workers
/// @param runningTokens tokens of these
/// @param batches batches that ended
/// @param tokens tokens of these; divided by `batches` and the batch budget it is how full they
///   were
/// @param busy time that workers spent on these, all workers together
public record Load(
    int waitingRequests,
    long waitingTokens,
    int runningBatches,
    long runningTokens,
    long batches,
    long tokens,
    Duration busy) {}
