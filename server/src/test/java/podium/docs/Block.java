package podium.docs;

/// A fenced block of a page.
///
/// @param language behind the opening fence; empty if there is none
/// @param line of the opening fence, from 1
/// @param end line of the closing fence
/// @param text between the fences
public record Block(String language, int line, int end, String text) {

  /// Whether nothing lies between `other` and this one.
  public boolean follows(Block other) {
    return line == other.end + 1;
  }
}
