package podium.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.AttentionShape.Reach;
import podium.engine.Engine.Linear;
import podium.engine.Engine.Norm;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.RelativeTerms;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.Batch;

/// Runs a network's formula on shapes alone and counts the floating-point operations of its matrix
/// products; everything else is left out, as usual. A multiplication and an addition are two:
///
/// | operator  | operations                                                             |
/// |-----------|------------------------------------------------------------------------|
/// | linear    | `2 · rows · in · out`                                                  |
/// | attention | `4 · heads · d` for each query and each key in its reach (q·k and p·v) |
/// | its terms | `2 · heads · d` for each token and each row of a table that it meets;   |
/// |           | nothing for slopes                                                      |
///
/// Only what is asked of the operators counts: rows that the last layer leaves out do not, nor do
/// keys outside a window. A prefix counts for the batch that computes it; all others have only its
/// keys in reach.
///
/// It also notes how many numbers the formula holds at once, between one [#keep] and the next.
final class FlopCounter implements Operators {

  record Shape(int rows, int columns) implements Tensor {}

  private long flops;
  private long held;
  private long mostHeld;

  long flops() {
    return flops;
  }

  long mostHeld() {
    return mostHeld;
  }

  private Shape made(int rows, int columns) {
    held += (long) rows * columns;
    mostHeld = Math.max(mostHeld, held);
    return new Shape(rows, columns);
  }

  @Override
  public Tensor write(float[] elements, int columns) {
    return new Shape(elements.length / columns, columns);
  }

  @Override
  public Tensor embed(Lookup... lookups) {
    return made(lookups[0].ids().length, lookups[0].table().columns());
  }

  @Override
  public Tensor linear(Tensor x, Linear layer) {
    flops += 2L * x.rows() * layer.in() * layer.out();
    return made(x.rows(), layer.out());
  }

  @Override
  public Tensor linear(Tensor x, Linear layer, Activation activation) {
    return linear(x, layer);
  }

  @Override
  public Tensor linearPlus(Tensor x, Linear layer, Tensor addend) {
    return linear(x, layer);
  }

  @Override
  public Tensor linearTimes(Tensor x, Linear layer, Tensor factor) {
    return linear(x, layer);
  }

  @Override
  public Tensor norm(Tensor x, Norm norm) {
    return made(x.rows(), x.columns());
  }

  @Override
  public Tensor normHeads(Tensor x, Norm norm) {
    return made(x.rows(), x.columns());
  }

  @Override
  public Tensor columns(Tensor x, int from, int to) {
    return new Shape(x.rows(), to - from);
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape) {
    for (int s = 0; s < batch.sequences(); s++) {
      long pairs = pairsInReach(batch.length(s), shape.reach());
      long pairsWithPrefix = (long) batch.length(s) * batch.firstPosition(s);
      flops += 4L * q.columns() * (pairs + pairsWithPrefix);
    }
    return made(q.rows(), q.columns());
  }

  /// One dot product more for each query and each row of K that it meets, and for each key and row
  /// of Q.
  @Override
  public Tensor attention(
      Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape, RelativeTerms terms) {
    if (terms instanceof RelativeTerms.Content content) {
      for (int s = 0; s < batch.sequences(); s++) {
        flops += content.tables().size() * 2L * q.columns() * rowsMet(batch.length(s), content);
      }
    }
    return attention(q, k, v, batch, shape);
  }

  /// Rows met by each token of a sequence, summed over its tokens.
  private static long rowsMet(int length, RelativeTerms.Content terms) {
    long met = 0;
    for (int i = 0; i < length; i++) {
      met += IntStream.rangeClosed(i - length + 1, i).map(terms.row()).distinct().count();
    }
    return met;
  }

  /// How many pairs of a query and a key it sees a sequence of `length` tokens has.
  private static long pairsInReach(int length, Reach reach) {
    long n = length;
    return switch (reach) {
      case Reach.All _ -> n * n;
      case Reach.Causal _ -> n * (n + 1) / 2;
      case Reach.Window window -> {
        long half = Math.min(window.half(), n - 1);
        yield n * (2 * half + 1) - half * (half + 1); // less what sticks out at both ends
      }
    };
  }

  @Override
  public void rotate(Tensor x, Rotation rotation) {}

  @Override
  public Tensor rows(Tensor x, int[] rows) {
    return made(rows.length, x.columns());
  }

  @Override
  public Tensor meanRows(Tensor x, Batch batch) {
    return made(batch.sequences(), x.columns());
  }

  @Override
  public Tensor addRows(Tensor x, int[] rows, Tensor addend) {
    return x;
  }

  @Override
  public Tensor joinRows(Tensor x, int count) {
    return new Shape(x.rows() / count, count * x.columns());
  }

  @Override
  public float[] read(Tensor x) {
    return new float[x.rows() * x.columns()];
  }

  @Override
  public void keep(Tensor... tensors) {
    held = Arrays.stream(tensors).mapToLong(x -> (long) x.rows() * x.columns()).sum();
  }

  @Override
  public void close() {}
}
