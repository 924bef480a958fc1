package podium.engine.onednn;

import podium.engine.Activation;

/// Linear layers and what they end with, on matrices of any element type.
final class Linears {

  private final PrimitiveCache primitives;
  private final Pool pool;

  Linears(PrimitiveCache primitives, Pool pool) {
    this.primitives = primitives;
    this.pool = pool;
  }

  Matrix linear(Matrix input, PackedLinear layer, Finish finish) {
    Matrix x = convert(input, layer.element());
    Matrix y = pool.create(x.rows(), layer.out(), layer.element());
    Primitive product = product(x, layer, y.element(), finish);
    if (layer.hasBias()) {
      product.run(x.address(), layer.weights().address(), y.address(), layer.biases().address());
    } else {
      product.run(x.address(), layer.weights().address(), y.address());
    }
    return y;
  }

  Matrix linear(Matrix input, PackedLinear layer, Activation activation) {
    return linear(input, layer, new Finish.Activate(activation));
  }

  /// The sum is f32, whatever the layer computes in.
  Matrix plus(Matrix input, PackedLinear layer, Matrix addend) {
    Matrix a = dense(addend);
    return combine(input, layer, a, new Finish.Add(a.element()), Element.F32);
  }

  Matrix times(Matrix input, PackedLinear layer, Matrix factor) {
    Matrix f = dense(factor);
    return combine(input, layer, f, new Finish.Multiply(f.element()), layer.element());
  }

  private Matrix combine(
      Matrix input, PackedLinear layer, Matrix operand, Finish finish, Element result) {
    Matrix x = convert(input, layer.element());
    Matrix y = pool.create(x.rows(), layer.out(), result);
    Primitive product = product(x, layer, result, finish);
    long weights = layer.weights().address();
    if (layer.hasBias()) {
      long biases = layer.biases().address();
      product.run(x.address(), weights, y.address(), biases, operand.address());
    } else {
      product.run(x.address(), weights, y.address(), operand.address());
    }
    return y;
  }

  private Primitive product(Matrix x, PackedLinear layer, Element result, Finish finish) {
    return primitives.get(
        new LinearRecipe(
            Matrix.roundUp(x.rows()),
            layer.in(),
            layer.out(),
            x.stride(),
            x.element(),
            result,
            layer.layout(),
            layer.hasBias(),
            finish));
  }

  /// `x` itself if it has these elements, else a copy.
  Matrix convert(Matrix x, Element element) {
    return x.element() == element ? x : copy(x, element);
  }

  /// `x` itself if it is dense, else a copy.
  Matrix dense(Matrix x) {
    return x.isDense() ? x : copy(x, x.element());
  }

  private Matrix copy(Matrix x, Element element) {
    Matrix y = pool.create(x.rows(), x.columns(), element);
    primitives
        .get(
            new CopyRecipe(Matrix.roundUp(x.rows()), x.columns(), x.stride(), x.element(), element))
        .run(x.address(), y.address());
    return y;
  }
}
