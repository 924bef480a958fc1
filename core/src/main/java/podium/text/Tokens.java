package podium.text;

import java.util.Arrays;

/// The first, or the last, tokens of a text.
public final class Tokens {

  private final String source;
  private final int[] ids;
  private final boolean complete;

  /// @param source the text, or the part of it that was read
  Tokens(String source, int[] ids, boolean complete) {
    this.source = source;
    this.ids = ids;
    this.complete = complete;
  }

  String source() {
    return source;
  }

  public int size() {
    return ids.length;
  }

  public int[] ids() {
    return ids.clone();
  }

  /// Whether these are all tokens of the text, so that nothing of it was left out.
  public boolean complete() {
    return complete;
  }

  /// The last `count` of them, or all if there are fewer.
  Tokens last(int count) {
    int from = Math.max(0, ids.length - count);
    return new Tokens(source, Arrays.copyOfRange(ids, from, ids.length), complete && from == 0);
  }

  /// Puts the ids `[start, end)` at `from`.
  void copyTo(int[] target, int from, int start, int end) {
    System.arraycopy(ids, start, target, from, end - start);
  }
}
