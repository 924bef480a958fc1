package podium.text;

import java.util.Arrays;
import java.util.List;
import podium.tensor.Encoding;

/// How query and document become one sequence: which special tokens go where, and which token type
/// each position has. [PairTemplates] reads it from `tokenizer.json`.
final class PairTemplate {

  /// One place of the sequence.
  sealed interface Part {
    /// Token type of all positions of this part.
    int typeId();

    record Special(int id, int typeId) implements Part {}

    record Query(int typeId) implements Part {}

    record Document(int typeId) implements Part {}
  }

  private final List<Part> parts;
  private final int added;

  /// @param parts query and document once each, and any special tokens
  PairTemplate(List<Part> parts) {
    this.parts = List.copyOf(parts);
    this.added = parts.size() - 2;
  }

  List<Part> parts() {
    return parts;
  }

  /// Special tokens that a pair gets.
  int added() {
    return added;
  }

  /// One more than the largest id of a special token.
  int idLimit() {
    int limit = 0;
    for (Part part : parts) {
      if (part instanceof Part.Special special) {
        limit = Math.max(limit, special.id() + 1);
      }
    }
    return limit;
  }

  /// The pair of the first tokens of `query` and of `document`.
  ///
  /// @param kept how many of each
  /// @param truncated whether that leaves text out
  Encoding pair(Tokens query, Tokens document, Truncation.Lengths kept, boolean truncated) {
    int[] ids = new int[added + kept.query() + kept.document()];
    int[] typeIds = new int[ids.length];
    int at = 0;
    for (Part part : parts) {
      int start = at;
      switch (part) {
        case Part.Special special -> ids[at++] = special.id();
        case Part.Query _ -> {
          query.copyTo(ids, at, kept.query());
          at += kept.query();
        }
        case Part.Document _ -> {
          document.copyTo(ids, at, kept.document());
          at += kept.document();
        }
      }
      Arrays.fill(typeIds, start, at, part.typeId());
    }
    return new Encoding(ids, typeIds, truncated);
  }
}
