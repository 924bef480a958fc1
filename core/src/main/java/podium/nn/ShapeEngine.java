package podium.nn;

import java.util.ArrayList;
import java.util.List;
import podium.Precision;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.tensor.StoredTensor;

/// An engine that takes note of shapes and reads no weights. Loading a network into it checks every
/// tensor the network needs, at no cost; what it loads can be counted but not computed.
public final class ShapeEngine implements Engine {

  private record ShapeLinear(int in, int out) implements Linear {}

  private record ShapeNorm(int columns) implements Norm {}

  private record ShapeTable(int rows, int columns) implements Table {}

  private record ShapePositions(int rows, int columns) implements Positions {}

  private long preciseElements;
  private long floatElements;
  private int widestRow;
  private final List<StoredTensor> tables = new ArrayList<>();

  /// The memory that an engine needs for what was loaded so far, if it keeps linear layers and
  /// relative positions in `precision` and all else but tables in f32. Tables stay in their files
  /// and count nothing.
  public long bytes(Precision precision) {
    int linearBytes =
        switch (precision) {
          case F32 -> Float.BYTES;
          case BF16 -> Short.BYTES;
        };
    return preciseElements * linearBytes + floatElements * Float.BYTES;
  }

  /// The bytes of all tables: of each that lies in a file at most so many, of others all.
  public long tableBytes(long mostOfEach) {
    return tables.stream()
        .mapToLong(table -> {
          long bytes = table.elements() * table.dtype().bytes();
          return table.isComputed() ? bytes : Math.min(bytes, mostOfEach);
        })
        .sum();
  }

  /// The most outputs that a linear layer has.
  public int widestRow() {
    return widestRow;
  }

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
    preciseElements += elements(weights);
    floatElements += elements(biases);
    return shape(weights);
  }

  @Override
  public Linear exactLinear(List<StoredTensor> weights, List<StoredTensor> biases) {
    floatElements += elements(weights) + elements(biases);
    return shape(weights);
  }

  private Linear shape(List<StoredTensor> weights) {
    int out = weights.stream().mapToInt(weight -> weight.dimension(0)).sum();
    widestRow = Math.max(widestRow, out);
    return new ShapeLinear(weights.getFirst().dimension(1), out);
  }

  @Override
  public Norm layerNorm(StoredTensor weight, List<StoredTensor> bias, float epsilon) {
    floatElements += elements(bias);
    return rmsNorm(weight, epsilon, 0);
  }

  @Override
  public Norm rmsNorm(StoredTensor weight, float epsilon, float offset) {
    floatElements += weight.elements();
    return new ShapeNorm(weight.dimension(0));
  }

  private static long elements(List<StoredTensor> tensors) {
    return tensors.stream().mapToLong(StoredTensor::elements).sum();
  }

  @Override
  public Table table(StoredTensor weight) {
    tables.add(weight);
    return new ShapeTable(weight.dimension(0), weight.dimension(1));
  }

  @Override
  public Positions positions(StoredTensor weight) {
    preciseElements += weight.elements();
    return new ShapePositions(weight.dimension(0), weight.dimension(1));
  }

  @Override
  public Operators operators(int threads) {
    return new FlopCounter();
  }

  @Override
  public void close() {}
}
