package podium.text;

/// The first tokens of a text.
public final class Tokens {

  private final String source;
  private final int[] ids;
  private final boolean complete;

  /// @param source the text, or the beginning of it that was read
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

  /// Puts the ids `[start, end)` at `from`.
  void copyTo(int[] target, int from, int start, int end) {
    System.arraycopy(ids, start, target, from, end - start);
  }
}
