package podium.engine.onednn;

import java.util.List;

/// The softmax of each row of a dense f32 matrix. Arguments: source, result; they may be the same.
record SoftmaxRecipe(int rows, int columns, Element result) implements Recipe {

  private static final int COLUMNS = 1;

  @Override
  public Primitive compile(Stream stream) {
    try (Layout x = Layout.matrix(Element.F32, rows, columns, columns);
        Layout y = Layout.matrix(result, rows, columns, columns);
        Attributes attributes = new Attributes()) {
      return Primitive.compile(
          stream,
          OneDnnPlans.plan(
              stream.engine(),
              new OneDnnPlans.Softmax(x.handle(), y.handle(), COLUMNS),
              attributes.handle()),
          List.of(new Argument(Argument.SOURCE, x), new Argument(Argument.RESULT, y)));
    }
  }
}
