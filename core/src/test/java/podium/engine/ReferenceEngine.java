package podium.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import podium.Precision;
import podium.tensor.StoredTensor;

/// The obvious plain-Java engine that every other engine is tested against: f32 activations, sums
/// in double, no cleverness. Slow: meant for networks of a few thousand weights. With bf16 it
/// rounds weights, and inputs and results of linear layers, norms and attention to bf16, but no
/// sums of residuals and nothing in scoring heads.
public final class ReferenceEngine implements Engine {

  private final Precision precision;

  public ReferenceEngine() {
    this(Precision.F32);
  }

  public ReferenceEngine(Precision precision) {
    this.precision = precision;
  }

  @Override
  public String description() {
    return "plain Java";
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public Linear linear(List<StoredTensor> weights, List<StoredTensor> biases) {
    return linear(weights, biases, precision);
  }

  private static Linear linear(
      List<StoredTensor> weights, List<StoredTensor> biases, Precision precision) {
    if (!biases.isEmpty() && biases.size() != weights.size()) {
      throw new IllegalArgumentException(
          "%d weights but %d biases".formatted(weights.size(), biases.size()));
    }
    int in = weights.getFirst().dimension(1);
    List<float[]> rows = new ArrayList<>();
    for (StoredTensor weight : weights) {
      for (int row = 0; row < weight.dimension(0); row++) {
        rows.add(weight.rows(row, row + 1).toFloats());
      }
    }
    return new ReferenceLinear(in, rows, concatenate(biases, rows.size()), precision);
  }

  @Override
  public Linear exactLinear(List<StoredTensor> weights, List<StoredTensor> biases) {
    return linear(weights, biases, Precision.F32);
  }

  @Override
  public Norm layerNorm(StoredTensor weight, List<StoredTensor> bias, float epsilon) {
    float[] w = weight.toFloats();
    return new LayerNorm(w, concatenate(bias, w.length), epsilon);
  }

  @Override
  public Norm rmsNorm(StoredTensor weight, float epsilon, float offset) {
    return new RmsNorm(weight.toFloats(), epsilon, offset);
  }

  @Override
  public Table table(StoredTensor weight) {
    return new ReferenceTable(weight);
  }

  @Override
  public Positions positions(StoredTensor weight) {
    return new ReferencePositions(weight, precision);
  }

  @Override
  public Operators operators(int threads) {
    return new ReferenceOperators(precision);
  }

  @Override
  public void close() {}

  /// All elements one after the other; zeros if there are no tensors.
  private static float[] concatenate(List<StoredTensor> tensors, int length) {
    float[] result = new float[length];
    int from = 0;
    for (StoredTensor tensor : tensors) {
      float[] part = tensor.toFloats();
      System.arraycopy(part, 0, result, from, part.length);
      from += part.length;
    }
    return result;
  }

  /// Weights `[out, in]`, kept by columns, since whole columns are added up fastest; `out` biases.
  static final class ReferenceLinear implements Linear {
    private final double[][] columns;
    private final float[] bias;
    private final Precision precision;

    ReferenceLinear(int in, List<float[]> rows, float[] bias, Precision precision) {
      this.bias = bias;
      this.precision = precision;
      this.columns = new double[in][rows.size()];
      for (int i = 0; i < rows.size(); i++) {
        for (int j = 0; j < in; j++) {
          columns[j][i] = round(rows.get(i)[j]);
        }
      }
    }

    @Override
    public int in() {
      return columns.length;
    }

    @Override
    public int out() {
      return bias.length;
    }

    Precision precision() {
      return precision;
    }

    /// `b + W x` for one row.
    double[] of(double[] x) {
      double[] output = new double[bias.length];
      for (int i = 0; i < output.length; i++) {
        output[i] = bias[i];
      }
      for (int j = 0; j < columns.length; j++) {
        ReferenceFunctions.add(output, round(x[j]), columns[j]);
      }
      return output;
    }

    private double round(double x) {
      return precision == Precision.BF16 ? ReferenceFunctions.bf16((float) x) : x;
    }
  }

  /// A normalization of one row of doubles.
  interface RowNorm extends Norm {
    double[] of(double[] row);
  }

  private static final class LayerNorm implements RowNorm {
    private final float[] weight;
    private final float[] bias;
    private final float epsilon;

    LayerNorm(float[] weight, float[] bias, float epsilon) {
      this.weight = weight;
      this.bias = bias;
      this.epsilon = epsilon;
    }

    @Override
    public int columns() {
      return weight.length;
    }

    @Override
    public double[] of(double[] row) {
      double sum = 0;
      for (double x : row) {
        sum += x;
      }
      double mean = sum / row.length;
      double squares = 0;
      for (double x : row) {
        squares += (x - mean) * (x - mean);
      }
      double deviation = Math.sqrt(squares / row.length + epsilon);
      double[] result = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        result[i] = (row[i] - mean) / deviation * weight[i] + bias[i];
      }
      return result;
    }
  }

  private static final class RmsNorm implements RowNorm {
    private final float[] weight;
    private final float epsilon;
    private final float offset;

    RmsNorm(float[] weight, float epsilon, float offset) {
      this.weight = weight;
      this.epsilon = epsilon;
      this.offset = offset;
    }

    @Override
    public int columns() {
      return weight.length;
    }

    @Override
    public double[] of(double[] row) {
      double squares = 0;
      for (double x : row) {
        squares += x * x;
      }
      double scale = 1 / Math.sqrt(squares / row.length + epsilon);
      double[] result = new double[row.length];
      for (int i = 0; i < row.length; i++) {
        result[i] = row[i] * scale * (weight[i] + offset);
      }
      return result;
    }
  }

  /// Rows are rounded when they are read.
  static final class ReferencePositions implements Positions {
    private final int columns;
    private final double[] elements;

    ReferencePositions(StoredTensor weight, Precision precision) {
      this.columns = weight.dimension(1);
      float[] stored = weight.toFloats();
      this.elements =
          IntStream.range(0, stored.length)
              .mapToDouble(
                  i -> precision == Precision.BF16 ? ReferenceFunctions.bf16(stored[i]) : stored[i])
              .toArray();
    }

    @Override
    public int rows() {
      return elements.length / columns;
    }

    @Override
    public int columns() {
      return columns;
    }

    double[] row(int id, int from, int to) {
      return Arrays.copyOfRange(elements, id * columns + from, id * columns + to);
    }
  }

  /// Rows are read from where they are stored.
  static final class ReferenceTable implements Table {
    private final StoredTensor weight;

    ReferenceTable(StoredTensor weight) {
      this.weight = weight;
    }

    @Override
    public int rows() {
      return weight.dimension(0);
    }

    @Override
    public int columns() {
      return weight.dimension(1);
    }

    float[] row(int id) {
      if (id < 0 || id >= rows()) {
        throw new IllegalArgumentException("row %d of a table of %d rows".formatted(id, rows()));
      }
      return weight.rows(id, id + 1).toFloats();
    }
  }
}
