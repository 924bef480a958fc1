package podium.engine.onednn;

import java.util.concurrent.atomic.AtomicInteger;
import podium.engine.Engine;
import podium.tensor.StoredTensor;

/// An embedding table that stays where it is stored, usually a mapped file.
///
/// Linux maps 64 kB around each row that is read. So that a large table does not become resident
/// little by little, its pages are given up from time to time; the file cache keeps them, and to
/// map them again takes some microseconds.
final class MappedTable implements Engine.Table {

  private static final int MAPPED_PER_ROW = 1 << 16;

  /// Bytes that may be mapped between two times of giving up.
  private static final int MOST_MAPPED = 1 << 26;

  private final StoredTensor weight;
  private final boolean large;
  private final AtomicInteger read = new AtomicInteger();

  MappedTable(StoredTensor weight) {
    this.weight = weight;
    this.large = weight.data().isMapped() && weight.data().byteSize() > MOST_MAPPED;
  }

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
    if (large && read.incrementAndGet() % (MOST_MAPPED / MAPPED_PER_ROW) == 0) {
      weight.data().unload();
    }
  }
}
