package podium.eval;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/// A document in the ranking of a query.
record ScoredDocument(String id, double score) {

  /// The order of a ranking, which is that of trec_eval: by falling score, and among equal scores
  /// by falling id as bytes of UTF-8. Ranks that a file says do not count.
  static final Comparator<ScoredDocument> ORDER =
      Comparator.comparingDouble(ScoredDocument::score)
          .thenComparing(ScoredDocument::id, ScoredDocument::compareBytes)
          .reversed();

  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
