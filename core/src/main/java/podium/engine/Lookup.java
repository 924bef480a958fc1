package podium.engine;

/// Rows to gather from an embedding table.
public final class Lookup {

  private final Engine.Table table;
  private final int[] ids;

  /// @param ids `[tokens]`, each in `0 ≤ id < table.rows()`; not copied
  public Lookup(Engine.Table table, int[] ids) {
    this.table = table;
    this.ids = ids;
  }

  public Engine.Table table() {
    return table;
  }

  /// Not to be written to.
  public int[] ids() {
    return ids;
  }
}
