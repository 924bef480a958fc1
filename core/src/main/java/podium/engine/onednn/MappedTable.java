package podium.engine.onednn;

import podium.engine.Engine;
import podium.tensor.StoredTensor;

/// An embedding table that stays where it is stored.
record MappedTable(StoredTensor weight) implements Engine.Table {

  @Override
  public int rows() {
    return weight.dimension(0);
  }

  @Override
  public int columns() {
    return weight.dimension(1);
  }

  /// Copies row `id` to `target` as f32.
  void copyRow(int id, float[] target) {
    if (id < 0 || id >= rows()) {
      throw new IllegalArgumentException(
          "row %d of table %s, which has %d rows".formatted(id, weight.name(), rows()));
    }
    weight.copyTo((long) id * columns(), target, 0, columns());
  }
}
