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

  /// What is kept of a query and a document.
  ///
  /// @param query its first tokens, so many
  /// @param start the first token kept of the document
  /// @param end the token after the last one kept of the document
  /// @param truncated whether text of the request was left out
  record Kept(int query, int start, int end, boolean truncated) {

    int length() {
      return query + end - start;
    }
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

  /// The pair of what is kept of `query` and of `document`.
  Encoding pair(Tokens query, Tokens document, Kept kept) {
    int[] ids = new int[added + kept.length()];
    int[] typeIds = new int[ids.length];
    int at = 0;
    for (Part part : parts) {
      int start = at;
      switch (part) {
        case Part.Special special -> ids[at++] = special.id();
        case Part.Query _ -> {
          query.copyTo(ids, at, 0, kept.query());
          at += kept.query();
        }
        case Part.Document _ -> {
          document.copyTo(ids, at, kept.start(), kept.end());
          at += kept.end() - kept.start();
        }
      }
      Arrays.fill(typeIds, start, at, part.typeId());
    }
    return new Encoding(ids, typeIds, kept.truncated());
  }
}
