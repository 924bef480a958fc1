package podium.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.RelativeTerms;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.Batch;

/// Passes everything on and adds up how long each kind of operator took, in seconds.
final class TimedOperators implements Operators {

  private final Operators inner;
  private final Map<String, Double> seconds = new TreeMap<>();

  TimedOperators(Operators inner) {
    this.inner = inner;
  }

  Map<String, Double> seconds() {
    return seconds;
  }

  private <T> T timed(String name, Supplier<T> operator) {
    long begin = System.nanoTime();
    T result = operator.get();
    seconds.merge(name, (System.nanoTime() - begin) * 1e-9, Double::sum);
    return result;
  }

  private static String name(String operator, Engine.Linear layer) {
    return "%s %d→%d".formatted(operator, layer.in(), layer.out());
  }

  @Override
  public Tensor write(float[] elements, int columns) {
    return timed("write", () -> inner.write(elements, columns));
  }

  @Override
  public Tensor addRows(Tensor x, int[] rows, Tensor addend) {
    return timed("addRows", () -> inner.addRows(x, rows, addend));
  }

  @Override
  public Tensor joinRows(Tensor x, int count) {
    return timed("joinRows", () -> inner.joinRows(x, count));
  }

  @Override
  public Tensor embed(Lookup... lookups) {
    return timed("embed", () -> inner.embed(lookups));
  }

  @Override
  public Tensor linear(Tensor x, Engine.Linear layer) {
    return timed(name("linear", layer), () -> inner.linear(x, layer));
  }

  @Override
  public Tensor linear(Tensor x, Engine.Linear layer, Activation activation) {
    return timed(name("linear+act", layer), () -> inner.linear(x, layer, activation));
  }

  @Override
  public Tensor linearPlus(Tensor x, Engine.Linear layer, Tensor addend) {
    return timed(name("linearPlus", layer), () -> inner.linearPlus(x, layer, addend));
  }

  @Override
  public Tensor linearTimes(Tensor x, Engine.Linear layer, Tensor factor) {
    return timed(name("linearTimes", layer), () -> inner.linearTimes(x, layer, factor));
  }

  @Override
  public Tensor norm(Tensor x, Engine.Norm norm) {
    return timed("norm", () -> inner.norm(x, norm));
  }

  @Override
  public Tensor normHeads(Tensor x, Engine.Norm norm) {
    return timed("normHeads", () -> inner.normHeads(x, norm));
  }

  @Override
  public Tensor columns(Tensor x, int from, int to) {
    return inner.columns(x, from, to);
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape) {
    String reach = shape.reach().getClass().getSimpleName();
    return timed("attention " + reach, () -> inner.attention(q, k, v, batch, shape));
  }

  @Override
  public Tensor attention(
      Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape, RelativeTerms terms) {
    return timed("attention with terms", () -> inner.attention(q, k, v, batch, shape, terms));
  }

  @Override
  public void rotate(Tensor x, Rotation rotation) {
    timed(
        "rotate",
        () -> {
          inner.rotate(x, rotation);
          return x;
        });
  }

  @Override
  public Tensor rows(Tensor x, int[] rows) {
    return timed("rows", () -> inner.rows(x, rows));
  }

  @Override
  public Tensor meanRows(Tensor x, Batch batch) {
    return timed("meanRows", () -> inner.meanRows(x, batch));
  }

  @Override
  public float[] read(Tensor x) {
    return timed("read", () -> inner.read(x));
  }

  @Override
  public void keep(Tensor... tensors) {
    timed(
        "keep",
        () -> {
          inner.keep(tensors);
          return tensors;
        });
  }

  @Override
  public void close() {
    inner.close();
  }
}
