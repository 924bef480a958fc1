package podium;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Documents sorted by relevance, best first.
public record Ranking(List<Entry> entries) {

  /// One document's place.
  ///
  /// @param index position of the document in the request
  /// @param score relevance in 0..1
  /// @param logit the model's raw output, by which the ranking is sorted
  public record Entry(int index, float score, float logit) {}

  public Ranking {
    entries = List.copyOf(entries);
  }

  /// Sorts by the f32 logit, never by the rounded score; ties by lower index.
  public static Ranking of(Scores scores) {
    return new Ranking(
        IntStream.range(0, scores.size())
            .mapToObj(i -> new Entry(i, scores.score(i), scores.logit(i)))
            .sorted(
                Comparator.comparingDouble(Entry::logit).reversed().thenComparingInt(Entry::index))
            .toList());
  }

  /// The best `n`, or all if there are fewer.
  public Ranking top(int n) {
    return new Ranking(entries.subList(0, Math.min(n, entries.size())));
  }
}
