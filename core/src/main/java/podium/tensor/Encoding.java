package podium.tensor;

/// The token ids of one sequence (a pair of query and document with its special tokens), with its
/// token types (segment 0 or 1). Immutable.
public final class Encoding {

  private final int[] ids;
  private final int[] typeIds;
  private final boolean truncated;

  /// @param ids `[length]`
  /// @param typeIds `[length]`
  /// @param truncated whether text was cut to make it fit
  public Encoding(int[] ids, int[] typeIds, boolean truncated) {
    if (ids.length != typeIds.length) {
      throw new IllegalArgumentException(
          "%d ids but %d token types".formatted(ids.length, typeIds.length));
    }
    this.ids = ids.clone();
    this.typeIds = typeIds.clone();
    this.truncated = truncated;
  }

  public int length() {
    return ids.length;
  }

  public int[] ids() {
    return ids.clone();
  }

  public int[] typeIds() {
    return typeIds.clone();
  }

  public boolean truncated() {
    return truncated;
  }

  void copyTo(int[] idsTarget, int[] typeIdsTarget, int from) {
    System.arraycopy(ids, 0, idsTarget, from, ids.length);
    System.arraycopy(typeIds, 0, typeIdsTarget, from, typeIds.length);
  }
}
