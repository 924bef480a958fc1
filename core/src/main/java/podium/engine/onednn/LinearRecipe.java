package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// `y = finish(x W + b)`. Arguments: x, W, y, then b and the operand of the finish if there are
/// any.
///
/// @param rows of x and y
/// @param stride of x
/// @param weights layout of W, `[in, out]`; equal to itself only
record LinearRecipe(
    int rows,
    int in,
    int out,
    int stride,
    Element source,
    Element result,
    Layout weights,
    boolean bias,
    Finish finish)
    implements Recipe {

  @Override
  public Primitive compile(Stream stream) {
    try (Layout x = Layout.matrix(source, rows, in, stride);
        Layout y = Layout.matrix(result, rows, out, out);
        Layout b = Layout.matrix(Element.F32, 1, out, out);
        Layout operand = Layout.matrix(operandElement(), rows, out, out);
        Attributes attributes = attributes(operand)) {
      MemorySegment plan =
          OneDnnPlans.plan(
              stream.engine(),
              new OneDnnPlans.Matmul(
                  x.handle(), weights.handle(), bias ? b.handle() : MemorySegment.NULL, y.handle()),
              attributes.handle());
      List<Argument> arguments = new ArrayList<>();
      arguments.add(new Argument(Argument.SOURCE, x));
      arguments.add(new Argument(Argument.WEIGHTS, weights));
      arguments.add(new Argument(Argument.RESULT, y));
      if (bias) {
        arguments.add(new Argument(Argument.BIAS, b));
      }
      if (hasOperand()) {
        arguments.add(new Argument(Argument.OPERAND, operand));
      }
      return Primitive.compile(stream, plan, arguments);
    }
  }

  private boolean hasOperand() {
    return finish instanceof Finish.Add || finish instanceof Finish.Multiply;
  }

  private Element operandElement() {
    return switch (finish) {
      case Finish.Nothing _, Finish.Activate _ -> result;
      case Finish.Add add -> add.operand();
      case Finish.Multiply multiply -> multiply.operand();
    };
  }

  private Attributes attributes(Layout operand) {
    Attributes attributes = new Attributes();
    return switch (finish) {
      case Finish.Nothing _ -> attributes;
      case Finish.Activate activate -> attributes.activate(activate.activation());
      case Finish.Add _ -> attributes.add(operand);
      case Finish.Multiply _ -> attributes.multiply(operand);
    };
  }
}
