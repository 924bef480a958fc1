package podium.engine.onednn;

import java.util.List;

/// A copy of a matrix or of columns of one into a dense matrix, perhaps of another element type.
/// Arguments: source, result.
///
/// @param stride of the source
record CopyRecipe(int rows, int columns, int stride, Element source, Element result)
    implements Recipe {

  @Override
  public Primitive compile(Stream stream) {
    try (Layout x = Layout.matrix(source, rows, columns, stride);
        Layout y = Layout.matrix(result, rows, columns, columns);
        Attributes attributes = new Attributes()) {
      return Primitive.compile(
          stream,
          OneDnnPlans.plan(
              stream.engine(),
              new OneDnnPlans.Reorder(x.handle(), y.handle()),
              attributes.handle()),
          List.of(new Argument(Argument.SOURCE, x), new Argument(Argument.RESULT, y)));
    }
  }
}
