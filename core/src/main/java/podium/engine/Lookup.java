package podium.engine;

/// Rows to gather from an embedding table.
public final class Lookup {

  private final Engine.Table table;
  private final int[] ids;
  private final float scale;
  private final float[] scales;

  /// @param ids `[tokens]`, each in `0 ≤ id < table.rows()`; not copied
  public Lookup(Engine.Table table, int[] ids) {
    this(table, ids, 1);
  }

  /// @param ids `[tokens]`, each in `0 ≤ id < table.rows()`; not copied
  /// @param scale factor on each row
  public Lookup(Engine.Table table, int[] ids, float scale) {
    this(table, ids, scale, new float[0]);
  }

  /// @param ids `[tokens]`, each in `0 ≤ id < table.rows()`; not copied
  /// @param scales `[tokens]`, a factor on each row; not copied
  public Lookup(Engine.Table table, int[] ids, float[] scales) {
    if (scales.length != ids.length) {
      throw new IllegalArgumentException(
          "%d scales for %d ids".formatted(scales.length, ids.length));
    }
    this(table, ids, 1, scales);
  }

  private Lookup(Engine.Table table, int[] ids, float scale, float[] scales) {
    this.table = table;
    this.ids = ids;
    this.scale = scale;
    this.scales = scales;
  }

  public Engine.Table table() {
    return table;
  }

  /// Not to be written to.
  public int[] ids() {
    return ids;
  }

  /// The factor on the row of token `token`.
  public float scale(int token) {
    return scales.length == 0 ? scale : scales[token];
  }
}
