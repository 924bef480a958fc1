package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// One matrix product per head, `C_h = A_h B_h · scale` or `C_h = (C_h + A_h B_h) · scale`, all of
/// them strided views. Arguments: A, B, C.
///
/// @param heads how many products
/// @param accumulates whether what C holds is added
record BatchedProductRecipe(int heads, Heads a, Heads b, Heads c, float scale, boolean accumulates)
    implements Recipe {

  BatchedProductRecipe(int heads, Heads a, Heads b, Heads c, float scale) {
    this(heads, a, b, c, scale, false);
  }

  /// One matrix per head.
  ///
  /// @param headStride elements from one head's matrix to the next
  /// @param rowStride elements from one row to the next
  /// @param columnStride elements from one column to the next
  record Heads(
      Element element, int rows, int columns, long headStride, long rowStride, long columnStride) {

    /// Matrices that lie one after the other.
    static Heads dense(Element element, int rows, int columns) {
      return new Heads(element, rows, columns, (long) rows * columns, columns, 1);
    }

    /// Rows of a matrix whose columns are shared by heads.
    static Heads of(Matrix x, int rows, int headSize, long headStride) {
      return new Heads(x.element(), rows, headSize, headStride, x.stride(), 1);
    }

    Heads transposed() {
      return new Heads(element, columns, rows, headStride, columnStride, rowStride);
    }

    Layout layout(int heads) {
      return Layout.strided(
          element,
          new long[] {heads, rows, columns},
          new long[] {headStride, rowStride, columnStride});
    }
  }

  @Override
  public Primitive compile(Stream stream) {
    try (Layout left = a.layout(heads);
        Layout right = b.layout(heads);
        Layout result = c.layout(heads);
        Attributes attributes = new Attributes()) {
      if (accumulates) {
        attributes.accumulate(scale);
      } else if (scale != 1) {
        attributes.scale(scale);
      }
      return Primitive.compile(
          stream,
          OneDnnPlans.plan(
              stream.engine(),
              new OneDnnPlans.Matmul(
                  left.handle(), right.handle(), MemorySegment.NULL, result.handle()),
              attributes.handle()),
          List.of(
              new Argument(Argument.SOURCE, left),
              new Argument(Argument.WEIGHTS, right),
              new Argument(Argument.RESULT, result)));
    }
  }
}
