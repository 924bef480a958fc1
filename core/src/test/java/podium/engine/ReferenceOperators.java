package podium.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.Precision;
import podium.engine.ReferenceAttention.KeysAndValues;
import podium.engine.ReferenceEngine.ReferenceLinear;
import podium.engine.ReferenceEngine.ReferenceTable;
import podium.engine.ReferenceEngine.RowNorm;
import podium.tensor.Batch;

/// Every operator as its definition says, element by element.
final class ReferenceOperators implements Operators {

  /// What a linear layer does last with element `(row, column)`.
  private interface Finish {
    double of(double sum, int row, int column);
  }

  private final Precision precision;
  private List<ReferenceTensor> living = new ArrayList<>();

  /// @param precision of the matrices between operators
  ReferenceOperators(Precision precision) {
    this.precision = precision;
  }

  @Override
  public Tensor write(float[] elements, int columns) {
    checkSize("elements beyond the last whole row", 0, elements.length % columns);
    ReferenceTensor y = create(elements.length / columns, columns);
    for (int i = 0; i < elements.length; i++) {
      y.set(i / columns, i % columns, elements[i]);
    }
    return y;
  }

  @Override
  public Tensor embed(Lookup... lookups) {
    int tokens = lookups[0].ids().length;
    ReferenceTensor y = create(tokens, lookups[0].table().columns());
    for (Lookup lookup : lookups) {
      checkSize("ids", tokens, lookup.ids().length);
      checkSize("table columns", y.columns(), lookup.table().columns());
      for (int t = 0; t < tokens; t++) {
        float[] row = ((ReferenceTable) lookup.table()).row(lookup.ids()[t]);
        for (int i = 0; i < row.length; i++) {
          y.add(t, i, (double) lookup.scale(t) * row[i]);
        }
      }
    }
    return y;
  }

  @Override
  public Tensor linear(Tensor x, Engine.Linear layer) {
    return rounded(linear(x, layer, (sum, _, _) -> sum), layer);
  }

  @Override
  public Tensor linear(Tensor x, Engine.Linear layer, Activation activation) {
    return rounded(
        linear(x, layer, (sum, _, _) -> ReferenceFunctions.apply(activation, sum)), layer);
  }

  @Override
  public Tensor linearPlus(Tensor x, Engine.Linear layer, Tensor addend) {
    checkSize("addend columns", layer.out(), addend.columns());
    checkSize("addend rows", x.rows(), addend.rows());
    ReferenceTensor a = ReferenceTensor.of(addend);
    return linear(x, layer, (sum, row, column) -> sum + a.get(row, column));
  }

  @Override
  public Tensor linearTimes(Tensor x, Engine.Linear layer, Tensor factor) {
    checkSize("factor columns", layer.out(), factor.columns());
    checkSize("factor rows", x.rows(), factor.rows());
    ReferenceTensor f = ReferenceTensor.of(factor);
    return rounded(linear(x, layer, (sum, row, column) -> sum * f.get(row, column)), layer);
  }

  private Tensor linear(Tensor input, Engine.Linear layer, Finish finish) {
    checkSize("input columns", layer.in(), input.columns());
    ReferenceTensor x = ReferenceTensor.of(input);
    ReferenceLinear w = (ReferenceLinear) layer;
    ReferenceTensor y = create(x.rows(), w.out());
    for (int row = 0; row < x.rows(); row++) {
      double[] sums = w.of(x.row(row));
      for (int column = 0; column < sums.length; column++) {
        y.set(row, column, finish.of(sums[column], row, column));
      }
    }
    return y;
  }

  @Override
  public Tensor norm(Tensor input, Engine.Norm norm) {
    checkSize("input columns", norm.columns(), input.columns());
    ReferenceTensor y = create(input.rows(), input.columns());
    normalize(ReferenceTensor.of(input), y, norm);
    return rounded(y);
  }

  @Override
  public Tensor normHeads(Tensor tensor, Engine.Norm norm) {
    ReferenceTensor x = ReferenceTensor.of(tensor);
    int d = norm.columns();
    checkSize("columns beyond the last whole head", 0, x.columns() % d);
    ReferenceTensor y = create(x.rows(), x.columns());
    for (int from = 0; from < x.columns(); from += d) {
      normalize(x.columns(from, from + d), y.columns(from, from + d), norm);
    }
    return y;
  }

  private static void normalize(ReferenceTensor x, ReferenceTensor y, Engine.Norm norm) {
    for (int row = 0; row < x.rows(); row++) {
      setRow(y, row, ((RowNorm) norm).of(x.row(row)));
    }
  }

  @Override
  public Tensor columns(Tensor x, int from, int to) {
    return ReferenceTensor.of(x).columns(from, to);
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape) {
    return attention(q, k, v, batch, shape, Optional.empty());
  }

  @Override
  public Tensor attention(
      Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape, RelativeTerms terms) {
    terms.checkAgainst(batch, shape);
    return attention(q, k, v, batch, shape, Optional.of(terms));
  }

  private Tensor attention(
      Tensor q,
      Tensor k,
      Tensor v,
      Batch batch,
      AttentionShape shape,
      Optional<RelativeTerms> terms) {
    int d = shape.headSize();
    checkSize("query columns", shape.heads() * d, q.columns());
    checkSize("key columns", shape.keyHeads() * d, k.columns());
    checkSize("value columns", shape.keyHeads() * d, v.columns());
    checkSize("query rows", batch.tokens(), q.rows());
    ReferenceTensor y = create(q.rows(), q.columns());
    new ReferenceAttention(
            rounded(q), new KeysAndValues(rounded(k), rounded(v)), batch, shape, terms)
        .writeTo(y);
    return y;
  }

  /// Scoring heads are exact.
  private Tensor rounded(Tensor x, Engine.Linear layer) {
    return ((ReferenceLinear) layer).precision() == Precision.F32 ? x : rounded(x);
  }

  private ReferenceTensor rounded(Tensor tensor) {
    ReferenceTensor x = ReferenceTensor.of(tensor);
    if (precision == Precision.F32) {
      return x;
    }
    ReferenceTensor y = create(x.rows(), x.columns());
    for (int row = 0; row < x.rows(); row++) {
      for (int column = 0; column < x.columns(); column++) {
        y.set(row, column, ReferenceFunctions.bf16(x.get(row, column)));
      }
    }
    return y;
  }

  @Override
  public void rotate(Tensor tensor, Rotation rotation) {
    ReferenceTensor x = ReferenceTensor.of(tensor);
    int half = rotation.halfSize();
    checkSize("angles", x.rows() * half, rotation.cosines().length);
    checkSize("columns beyond the last whole head", 0, x.columns() % (2 * half));
    for (int t = 0; t < x.rows(); t++) {
      for (int head = 0; head < x.columns(); head += 2 * half) {
        for (int i = 0; i < half; i++) {
          double cosine = rotation.cosines()[t * half + i];
          double sine = rotation.sines()[t * half + i];
          double a = x.get(t, head + i);
          double b = x.get(t, head + half + i);
          x.set(t, head + i, a * cosine - b * sine);
          x.set(t, head + half + i, b * cosine + a * sine);
        }
      }
    }
  }

  @Override
  public Tensor rows(Tensor tensor, int[] rows) {
    ReferenceTensor x = ReferenceTensor.of(tensor);
    ReferenceTensor y = create(rows.length, x.columns());
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < x.columns(); i++) {
        y.set(row, i, x.get(rows[row], i));
      }
    }
    return y;
  }

  @Override
  public Tensor meanRows(Tensor tensor, Batch batch) {
    ReferenceTensor x = ReferenceTensor.of(tensor);
    ReferenceTensor y = create(batch.sequences(), x.columns());
    for (int sequence = 0; sequence < batch.sequences(); sequence++) {
      for (int i = 0; i < x.columns(); i++) {
        double sum = 0;
        for (int t = 0; t < batch.length(sequence); t++) {
          sum += x.get(batch.start(sequence) + t, i);
        }
        y.set(sequence, i, sum / batch.length(sequence));
      }
    }
    return y;
  }

  @Override
  public Tensor addRows(Tensor tensor, int[] rows, Tensor addend) {
    checkSize("addend columns", tensor.columns(), addend.columns());
    checkSize("addend rows", rows.length, addend.rows());
    ReferenceTensor x = ReferenceTensor.of(tensor);
    ReferenceTensor y = create(x.rows(), x.columns());
    for (int row = 0; row < x.rows(); row++) {
      setRow(y, row, x.row(row));
    }
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < x.columns(); i++) {
        y.add(rows[row], i, ReferenceTensor.of(addend).get(row, i));
      }
    }
    return y;
  }

  @Override
  public Tensor joinRows(Tensor tensor, int count) {
    checkSize("rows beyond the last whole group", 0, tensor.rows() % count);
    ReferenceTensor x = ReferenceTensor.of(tensor);
    ReferenceTensor y = create(x.rows() / count, count * x.columns());
    for (int row = 0; row < x.rows(); row++) {
      for (int i = 0; i < x.columns(); i++) {
        y.set(row / count, row % count * x.columns() + i, x.get(row, i));
      }
    }
    return y;
  }

  @Override
  public float[] read(Tensor tensor) {
    ReferenceTensor x = ReferenceTensor.of(tensor);
    float[] result = new float[x.rows() * x.columns()];
    for (int i = 0; i < result.length; i++) {
      result[i] = x.get(i / x.columns(), i % x.columns());
    }
    return result;
  }

  @Override
  public void keep(Tensor... tensors) {
    List<ReferenceTensor> kept = new ArrayList<>();
    for (ReferenceTensor tensor : living) {
      if (Stream.of(tensors).anyMatch(t -> ReferenceTensor.of(t).sharesMemoryWith(tensor))) {
        kept.add(tensor);
      } else {
        tensor.release();
      }
    }
    living = kept;
  }

  @Override
  public void close() {
    keep();
  }

  private ReferenceTensor create(int rows, int columns) {
    ReferenceTensor tensor = ReferenceTensor.zeros(rows, columns);
    living.add(tensor);
    return tensor;
  }

  private static void setRow(ReferenceTensor x, int row, double[] elements) {
    for (int i = 0; i < elements.length; i++) {
      x.set(row, i, elements[i]);
    }
  }

  private static void checkSize(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "%s: expected %d, found %d".formatted(what, expected, found));
    }
  }
}
