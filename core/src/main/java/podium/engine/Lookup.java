package podium.engine;

/// Rows to gather from an embedding table.
public final class Lookup {

  private final Engine.Table table;
  private final int[] ids;
  private final float scale;

  /// @param ids `[tokens]`, each in `0 ≤ id < table.rows()`; not copied
  public Lookup(Engine.Table table, int[] ids) {
    this(table, ids, 1);
  }

  /// @param ids `[tokens]`, each in `0 ≤ id < table.rows()`; not copied
  /// @param scale factor on each row
  public Lookup(Engine.Table table, int[] ids, float scale) {
    this.table = table;
    this.ids = ids;
    this.scale = scale;
  }

  public Engine.Table table() {
    return table;
  }

  /// Not to be written to.
  public int[] ids() {
    return ids;
  }

  public float scale() {
    return scale;
  }
}
