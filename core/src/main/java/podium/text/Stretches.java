package podium.text;

import java.util.List;
import java.util.stream.IntStream;
import podium.Stretch;

/// Finds the parts of a document that runs of its tokens stand for. White space at either end of
/// the document, for which no token stands, goes with the first and the last part.
///
/// @param spans of the tokens, in the text that they were made of
/// @param shift what to add to a position in that text to get the one in the document
/// @param length of the document
record Stretches(Spans spans, int shift, int length) {

  /// Those of successive parts.
  ///
  /// @param bounds where each part begins, and where the last one ends
  /// @param complete whether nothing of the document follows the last token there is
  List<Stretch> of(List<Integer> bounds, boolean complete) {
    return IntStream.range(0, bounds.size() - 1)
        .mapToObj(i -> {
          int end = bounds.get(i + 1);
          boolean toEnd = complete && end == spans.size();
          return new Stretch(start(bounds.get(i)), toEnd ? length : end(end));
        })
        .toList();
  }

  /// The part from the token `first` to the end of the document.
  Stretch from(int first) {
    return new Stretch(start(first), length);
  }

  private int start(int token) {
    return inside(token == 0 ? 0 : spans.start(token));
  }

  private int end(int token) {
    return inside(token == 0 ? 0 : spans.end(token - 1));
  }

  private int inside(int position) {
    return Math.clamp((long) position + shift, 0, length);
  }
}
