package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import podium.engine.Tensor;

/// A matrix in a pooled buffer, or columns of one.
///
/// After its last row there is room for more, so that operators may work on a rounded number of
/// rows and round the end of each sequence: nobody reads what they leave there.
///
/// @param claim says whether the buffer still holds this matrix
/// @param offset of the first element, in elements
/// @param stride elements from one row to the next
record Matrix(Pool.Claim claim, Element element, int rows, int columns, long offset, int stride)
    implements Tensor {

  /// Rows of a primitive are a multiple of this, to have fewer primitives.
  static final int ROW_STEP = 16;

  /// Room for a sequence that ends in the last row and is itself rounded up.
  private static final int SPARE_ROWS = ROW_STEP;

  static Matrix of(Tensor tensor) {
    return (Matrix) tensor;
  }

  static int roundUp(int rows) {
    return (rows + ROW_STEP - 1) / ROW_STEP * ROW_STEP;
  }

  /// Bytes of a matrix with the room after it.
  static long bytes(int rows, int columns, Element element) {
    return (long) (roundUp(rows) + SPARE_ROWS) * columns * element.bytes();
  }

  Matrix columns(int from, int to) {
    if (from < 0 || from > to || to > columns) {
      throw new IllegalArgumentException("columns %d..%d of %d".formatted(from, to, columns));
    }
    return new Matrix(claim, element, rows, to - from, offset + from, stride);
  }

  /// Whether each row begins where the one before ends.
  boolean isDense() {
    return stride == columns;
  }

  /// @throws IllegalStateException if the memory was given to another tensor
  MemorySegment memory() {
    return claim.memory();
  }

  long address() {
    return memory().address() + byteOffset(0, 0);
  }

  /// Of the element at the row and column; the row may be one of those after the last.
  long address(long row, long column) {
    return memory().address() + byteOffset(row, column);
  }

  /// The same, counted from the beginning of [#memory()].
  long byteOffset(long row, long column) {
    return (offset + row * stride + column) * element.bytes();
  }
}
