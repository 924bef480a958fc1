package podium.text;

/// White space as Python sees it, which is more than Java does: no-break spaces and the next-line
/// character are among it.
final class WhiteSpace {

  private static final int NEXT_LINE = 0x85;

  private WhiteSpace() {}

  /// `text` without white space at its beginning and end.
  static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    while (start < end && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean is(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
  }
}
