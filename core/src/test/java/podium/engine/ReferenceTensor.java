package podium.engine;

import java.util.stream.IntStream;

/// A matrix in a float array, or columns of one. Unlike the tensors of a fast engine it knows when
/// it is dead: reading it after [Operators#keep] gave up its memory is an error.
final class ReferenceTensor implements Tensor {

  private final Storage storage;
  private final int from;
  private final int rows;
  private final int columns;

  private ReferenceTensor(Storage storage, int from, int rows, int columns) {
    this.storage = storage;
    this.from = from;
    this.rows = rows;
    this.columns = columns;
  }

  /// All zeros.
  static ReferenceTensor zeros(int rows, int columns) {
    return new ReferenceTensor(new Storage(rows, columns), 0, rows, columns);
  }

  static ReferenceTensor of(Tensor tensor) {
    return (ReferenceTensor) tensor;
  }

  ReferenceTensor columns(int first, int to) {
    if (first < 0 || first > to || to > columns) {
      throw new IllegalArgumentException("columns %d..%d of %d".formatted(first, to, columns));
    }
    return new ReferenceTensor(storage, from + first, rows, to - first);
  }

  /// Rows `first` until `to`, a view.
  ReferenceTensor rows(int first, int to) {
    if (first < 0 || first > to || to > rows) {
      throw new IllegalArgumentException("rows %d..%d of %d".formatted(first, to, rows));
    }
    return new ReferenceTensor(storage, from + first * storage.stride, to - first, columns);
  }

  /// A copy in memory of its own, which lives until it is released.
  ReferenceTensor copy() {
    return zeros(0, columns).then(this);
  }

  /// A copy of these rows and then those of `next`, which lives until it is released.
  ReferenceTensor then(ReferenceTensor next) {
    ReferenceTensor result = zeros(rows + next.rows, columns);
    for (int row = 0; row < result.rows; row++) {
      for (int column = 0; column < columns; column++) {
        result.set(row, column, row < rows ? get(row, column) : next.get(row - rows, column));
      }
    }
    return result;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  float get(int row, int column) {
    return storage.alive()[index(row, column)];
  }

  double[] row(int row) {
    double[] result = new double[columns];
    for (int column = 0; column < columns; column++) {
      result[column] = get(row, column);
    }
    return result;
  }

  double[][] toRows() {
    return IntStream.range(0, rows).mapToObj(this::row).toArray(double[][]::new);
  }

  void set(int row, int column, double value) {
    storage.alive()[index(row, column)] = (float) value;
  }

  void add(int row, int column, double value) {
    set(row, column, get(row, column) + value);
  }

  boolean sharesMemoryWith(ReferenceTensor other) {
    return storage == other.storage;
  }

  /// Gives up the memory, and with it every view of it.
  void release() {
    storage.released = true;
  }

  private int index(int row, int column) {
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      throw new IndexOutOfBoundsException(
          "element (%d, %d) of a %d × %d tensor".formatted(row, column, rows, columns));
    }
    return row * storage.stride + from + column;
  }

  private static final class Storage {
    final float[] elements;
    final int stride;
    boolean released;

    Storage(int rows, int columns) {
      this.elements = new float[rows * columns];
      this.stride = columns;
    }

    float[] alive() {
      if (released) {
        throw new IllegalStateException("this tensor was not kept");
      }
      return elements;
    }
  }
}
