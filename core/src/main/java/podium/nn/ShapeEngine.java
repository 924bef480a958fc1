package podium.nn;

import java.util.List;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.tensor.StoredTensor;

/// An engine that takes note of shapes and reads no weights. Loading a network into it checks every
/// tensor the network needs, at no cost; what it loads can be counted but not computed.
final class ShapeEngine implements Engine {

  private record ShapeLinear(int in, int out) implements Linear {}

  private record ShapeNorm(int columns) implements Norm {}

  private record ShapeTable(int rows, int columns) implements Table {}

  @Override
  public String description() {
    return "shapes only";
  }

  @Override
  public Precision precision() {
    return Precision.F32;
  }

  @Override
  public Linear linear(List<StoredTensor> weights, List<StoredTensor> biases) {
    int out = weights.stream().mapToInt(weight -> weight.dimension(0)).sum();
    return new ShapeLinear(weights.getFirst().dimension(1), out);
  }

  @Override
  public Linear exactLinear(List<StoredTensor> weights, List<StoredTensor> biases) {
    return linear(weights, biases);
  }

  @Override
  public Norm layerNorm(StoredTensor weight, List<StoredTensor> bias, float epsilon) {
    return new ShapeNorm(weight.dimension(0));
  }

  @Override
  public Norm rmsNorm(StoredTensor weight, float epsilon, float offset) {
    return new ShapeNorm(weight.dimension(0));
  }

  @Override
  public Table table(StoredTensor weight) {
    return new ShapeTable(weight.dimension(0), weight.dimension(1));
  }

  @Override
  public Operators operators(int threads) {
    return new FlopCounter();
  }

  @Override
  public void close() {}
}
