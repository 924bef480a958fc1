package podium.engine.onednn;

import java.util.ArrayList;
import java.util.List;

/// A normalization of each row. Arguments: source, result, scale, and shift if there is one.
///
/// @param flags of `dnnl_normalization_flags_t`
record NormRecipe(int rows, int columns, Element source, Element result, float epsilon, int flags)
    implements Recipe {

  @Override
  public Primitive compile(Stream stream) {
    try (Layout x = Layout.matrix(source, rows, columns, columns);
        Layout y = Layout.matrix(result, rows, columns, columns);
        Layout vector = Layout.vector(Element.F32, columns);
        Attributes attributes = new Attributes()) {
      List<Argument> arguments = new ArrayList<>();
      arguments.add(new Argument(Argument.SOURCE, x));
      arguments.add(new Argument(Argument.RESULT, y));
      arguments.add(new Argument(Argument.SCALE, vector));
      if ((flags & PackedNorm.SHIFT) != 0) {
        arguments.add(new Argument(Argument.SHIFT, vector));
      }
      return Primitive.compile(
          stream,
          OneDnnPlans.plan(
              stream.engine(),
              new OneDnnPlans.Norm(x.handle(), y.handle(), epsilon, flags),
              attributes.handle()),
          arguments);
    }
  }
}
