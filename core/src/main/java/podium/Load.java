package podium;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// What a [Reranker] is doing at one moment, and what it has done since it was opened.
///
/// @param waitingRequests requests of which something waits
/// @param waitingTokens tokens that wait, counted once where several requests wait for the same
/// @param runningBatches batches that are being computed
/// @param runningTokens tokens of these
/// @param batches batches that ended
/// @param pairs sequences of these
/// @param tokens tokens of these
/// @param busy time that was spent on these, all workers together
/// @param fill how full they were
/// @param saved what needed no computing
public record Load(
    int waitingRequests,
    long waitingTokens,
    int runningBatches,
    long runningTokens,
    long batches,
    long pairs,
    long tokens,
    Duration busy,
    Fill fill,
    Saved saved) {

  /// Nothing, ever.
  public static final Load NONE =
      new Load(0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Fill.NONE, Saved.NOTHING);

  /// How full batches were: their tokens over the budget of a batch.
  ///
  /// @param batches how many were at most 1, 2 … [#STEPS] tenths full; at last, how many were
  ///   fuller, with one sequence that is longer than the budget
  /// @param sum of all of them
  public record Fill(List<Long> batches, double sum) {

    public static final int STEPS = 10;

    static final Fill NONE = new Fill(Collections.nCopies(STEPS + 1, 0L), 0);

    public Fill {
      batches = List.copyOf(batches);
    }

    private Fill plus(Fill other) {
      return new Fill(
          IntStream.range(0, batches.size())
              .mapToObj(i -> batches.get(i) + other.batches.get(i))
              .toList(),
          sum + other.sum);
    }
  }

  /// Sequences that were answered without being computed, and the cache that knows some of them.
  ///
  /// @param shared the same was computed for another at that time
  /// @param cacheHits the cache knew them
  /// @param cacheMisses the cache was asked and did not know
  /// @param cachedScores what the cache knows now
  public record Saved(long shared, long cacheHits, long cacheMisses, long cachedScores) {

    static final Saved NOTHING = new Saved(0, 0, 0, 0);

    private Saved after(Saved earlier) {
      return new Saved(
          shared + earlier.shared,
          cacheHits + earlier.cacheHits,
          cacheMisses + earlier.cacheMisses,
          cachedScores);
    }
  }

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
        busy.plus(earlier.busy),
        fill.plus(earlier.fill),
        saved.after(earlier.saved));
  }
}
