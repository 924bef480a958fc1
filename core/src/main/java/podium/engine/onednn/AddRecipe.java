package podium.engine.onednn;

import java.util.List;
import podium.engine.onednn.BatchedProductRecipe.Heads;

/// `Y_h = Y_h + X_h` for matrices of heads, both of them strided views of the same size. Arguments:
/// X, Y.
record AddRecipe(int heads, Heads source, Heads result) implements Recipe {

  @Override
  public Primitive compile(Stream stream) {
    try (Layout x = source.layout(heads);
        Layout y = result.layout(heads);
        Attributes attributes = new Attributes().accumulate()) {
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
