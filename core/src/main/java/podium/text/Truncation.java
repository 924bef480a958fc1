package podium.text;

/// How many tokens of query and document are kept when both together are too long.
final class Truncation {

  /// How many tokens are kept.
  record Lengths(int query, int document) {}

  private Truncation() {}

  /// `longest_first` as Hugging Face's `tokenizers` does it: the longer of the two is cut until
  /// both are equal, then both are. An odd token goes to the longer, or to the document if they
  /// were equal.
  ///
  /// @param budget tokens that query and document may have together
  static Lengths longestFirst(int query, int document, int budget) {
    if ((long) query + document <= budget) {
      return new Lengths(query, document);
    }
    int shorter = Math.min(query, document);
    int longer = Math.max(shorter, budget - shorter);
    if ((long) shorter + longer > budget) {
      shorter = budget / 2;
      longer = budget - shorter;
    }
    return query <= document ? new Lengths(shorter, longer) : new Lengths(longer, shorter);
  }
}
