package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import podium.engine.Lookup;
import podium.tensor.Batch;

/// The operators that only move or add rows, in plain Java.
final class Gathering {

  private Gathering() {}

  /// @param y `[elements.length / columns, columns]` in f32
  static void write(float[] elements, Matrix y) {
    MemorySegment.copy(elements, 0, y.memory(), JAVA_FLOAT, y.byteOffset(0, 0), elements.length);
  }

  /// @param y `[tokens, columns]` in f32
  static void embed(Matrix y, Lookup... lookups) {
    float[] sum = new float[y.columns()];
    float[] row = new float[y.columns()];
    for (int t = 0; t < y.rows(); t++) {
      copyRow(lookups[0], t, sum);
      for (int k = 1; k < lookups.length; k++) {
        copyRow(lookups[k], t, row);
        add(row, sum);
      }
      Floats.write(sum, y, t, 0, sum.length);
    }
  }

  private static void copyRow(Lookup lookup, int token, float[] target) {
    ((MappedTable) lookup.table()).copyRow(lookup.ids()[token], target);
    float scale = lookup.scale(token);
    for (int i = 0; i < target.length && scale != 1; i++) {
      target[i] *= scale;
    }
  }

  /// @param y `[rows.length, columns]` in f32
  static void rows(Matrix x, int[] rows, Matrix y) {
    float[] row = new float[x.columns()];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= x.rows()) {
        throw new IllegalArgumentException("row %d of %d".formatted(rows[i], x.rows()));
      }
      Floats.read(x, rows[i], 0, row, row.length);
      Floats.write(row, y, i, 0, row.length);
    }
  }

  /// @param y `[sequences, columns]` in f32
  static void means(Matrix x, Batch batch, Matrix y) {
    float[] sum = new float[x.columns()];
    float[] row = new float[x.columns()];
    for (int sequence = 0; sequence < batch.sequences(); sequence++) {
      Arrays.fill(sum, 0);
      int length = batch.length(sequence);
      for (int t = 0; t < length; t++) {
        Floats.read(x, batch.start(sequence) + t, 0, row, row.length);
        add(row, sum);
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] /= length;
      }
      Floats.write(sum, y, sequence, 0, sum.length);
    }
  }

  /// @param y of x's size, in f32
  static void addRows(Matrix x, int[] rows, Matrix addend, Matrix y) {
    float[] sum = new float[x.columns()];
    float[] row = new float[x.columns()];
    for (int i = 0; i < x.rows(); i++) {
      Floats.read(x, i, 0, sum, sum.length);
      Floats.write(sum, y, i, 0, sum.length);
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] < 0 || rows[i] >= x.rows()) {
        throw new IllegalArgumentException("row %d of %d".formatted(rows[i], x.rows()));
      }
      Floats.read(y, rows[i], 0, sum, sum.length);
      Floats.read(addend, i, 0, row, row.length);
      add(row, sum);
      Floats.write(sum, y, rows[i], 0, sum.length);
    }
  }

  /// @param y `[rows / count, count · columns]` of x's elements
  static void joinRows(Matrix x, int count, Matrix y) {
    long bytes = (long) x.columns() * x.element().bytes();
    for (int i = 0; i < x.rows(); i++) {
      long to = y.byteOffset(i / count, (long) i % count * x.columns());
      MemorySegment.copy(x.memory(), x.byteOffset(i, 0), y.memory(), to, bytes);
    }
  }

  static float[] read(Matrix x) {
    float[] result = new float[Math.multiplyExact(x.rows(), x.columns())];
    float[] row = new float[x.columns()];
    for (int i = 0; i < x.rows(); i++) {
      Floats.read(x, i, 0, row, row.length);
      System.arraycopy(row, 0, result, i * x.columns(), row.length);
    }
    return result;
  }

  private static void add(float[] row, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += row[i];
    }
  }
}
