package podium.engine.onednn;

import java.util.Map;
import java.util.stream.IntStream;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.RelativeTerms;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.Batch;

/// The operators of one worker: checks the sizes of arguments, makes the result, runs primitives.
///
/// Sums that carry a residual stream are f32, as are embeddings, what comes from outside and what
/// scoring heads read; linear layers, norms and attention return elements of the engine's
/// precision.
final class OneDnnOperators implements Operators {

  private final Stream stream;
  private final Element precision;
  private final PrimitiveCache primitives;
  private final Pool pool = new Pool();
  private final Linears linears;
  private final Attention attention;

  /// @param stream owned by the new object
  OneDnnOperators(Stream stream, Element precision) {
    this.stream = stream;
    this.precision = precision;
    this.primitives = new PrimitiveCache(stream);
    this.linears = new Linears(primitives, pool);
    this.attention = new Attention(stream, primitives);
  }

  @Override
  public Tensor write(float[] elements, int columns) {
    checkSize("elements beyond the last whole row", 0, elements.length % columns);
    Matrix y = pool.create(elements.length / columns, columns, Element.F32);
    Gathering.write(elements, y);
    return y;
  }

  @Override
  public Tensor embed(Lookup... lookups) {
    int tokens = lookups[0].ids().length;
    int columns = lookups[0].table().columns();
    for (Lookup lookup : lookups) {
      checkSize("ids", tokens, lookup.ids().length);
      checkSize("table columns", columns, lookup.table().columns());
    }
    Matrix y = pool.create(tokens, columns, Element.F32);
    Gathering.embed(y, lookups);
    return y;
  }

  @Override
  public Tensor linear(Tensor x, Engine.Linear layer) {
    checkSize("input columns", layer.in(), x.columns());
    stream.enter();
    return linears.linear(Matrix.of(x), (PackedLinear) layer, new Finish.Nothing());
  }

  @Override
  public Tensor linear(Tensor x, Engine.Linear layer, Activation activation) {
    checkSize("input columns", layer.in(), x.columns());
    stream.enter();
    return linears.linear(Matrix.of(x), (PackedLinear) layer, new Finish.Activate(activation));
  }

  @Override
  public Tensor linearPlus(Tensor x, Engine.Linear layer, Tensor addend) {
    checkSize("input columns", layer.in(), x.columns());
    checkSize("addend columns", layer.out(), addend.columns());
    checkSize("addend rows", x.rows(), addend.rows());
    stream.enter();
    return linears.plus(Matrix.of(x), (PackedLinear) layer, Matrix.of(addend));
  }

  @Override
  public Tensor linearTimes(Tensor x, Engine.Linear layer, Tensor factor) {
    checkSize("input columns", layer.in(), x.columns());
    checkSize("factor columns", layer.out(), factor.columns());
    checkSize("factor rows", x.rows(), factor.rows());
    stream.enter();
    return linears.times(Matrix.of(x), (PackedLinear) layer, Matrix.of(factor));
  }

  @Override
  public Tensor norm(Tensor input, Engine.Norm norm) {
    checkSize("input columns", norm.columns(), input.columns());
    stream.enter();
    Matrix x = linears.dense(Matrix.of(input));
    Matrix y = pool.create(x.rows(), x.columns(), precision);
    normalize(x, y, Matrix.roundUp(x.rows()), (PackedNorm) norm);
    return y;
  }

  /// In a dense matrix heads lie one after the other, as if each were a row. The result is f32: it
  /// is about to be rotated.
  @Override
  public Tensor normHeads(Tensor input, Engine.Norm norm) {
    checkSize("columns beyond the last whole head", 0, input.columns() % norm.columns());
    stream.enter();
    Matrix x = linears.dense(Matrix.of(input));
    Matrix y = pool.create(x.rows(), x.columns(), Element.F32);
    int heads = x.columns() / norm.columns();
    normalize(x, y, Matrix.roundUp(x.rows()) * heads, (PackedNorm) norm);
    return y;
  }

  private void normalize(Matrix x, Matrix y, int rows, PackedNorm norm) {
    Primitive primitive =
        primitives.get(
            new NormRecipe(
                rows, norm.columns(), x.element(), y.element(), norm.epsilon(), norm.flags()));
    long scale = norm.scale().address();
    if (norm.hasShift()) {
      primitive.run(x.address(), y.address(), scale, norm.shift().address());
    } else {
      primitive.run(x.address(), y.address(), scale);
    }
  }

  @Override
  public Tensor columns(Tensor x, int from, int to) {
    return Matrix.of(x).columns(from, to);
  }

  @Override
  public Tensor attention(Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape) {
    return attention(q, k, v, batch, shape, new ScoreTerms.None());
  }

  @Override
  public Tensor attention(
      Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape, RelativeTerms terms) {
    terms.checkAgainst(batch, shape);
    int longest = IntStream.range(0, batch.sequences()).map(batch::length).max().orElse(1);
    return attention(
        q,
        k,
        v,
        batch,
        shape,
        switch (terms) {
          case RelativeTerms.Content content -> DistanceRows.of(content, longest, pool);
          case RelativeTerms.Slopes slopes -> SlopeRows.of(slopes, shape.scale(), longest, pool);
        });
  }

  private Tensor attention(
      Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape, ScoreTerms terms) {
    checkSize("query columns", shape.heads() * shape.headSize(), q.columns());
    checkSize("key columns", shape.keyHeads() * shape.headSize(), k.columns());
    checkSize("value columns", shape.keyHeads() * shape.headSize(), v.columns());
    checkSize("query rows", batch.tokens(), q.rows());
    checkSize("key rows", batch.tokens(), k.rows());
    checkSize("value rows", batch.tokens(), v.rows());
    stream.enter();
    Matrix y = pool.create(q.rows(), q.columns(), precision);
    attention.run(
        new Attention.Call(
            linears.convert(Matrix.of(q), precision),
            linears.convert(Matrix.of(k), precision),
            linears.convert(Matrix.of(v), precision),
            y,
            shape,
            terms),
        batch);
    return y;
  }

  @Override
  public void rotate(Tensor x, Rotation rotation) {
    checkSize("angles", x.rows() * rotation.halfSize(), rotation.cosines().length);
    checkSize("columns beyond the last whole head", 0, x.columns() % (2 * rotation.halfSize()));
    Rotary.rotate(Matrix.of(x), rotation);
  }

  @Override
  public Tensor rows(Tensor x, int[] rows) {
    Matrix y = pool.create(rows.length, x.columns(), Element.F32);
    Gathering.rows(Matrix.of(x), rows, y);
    return y;
  }

  @Override
  public Tensor meanRows(Tensor x, Batch batch) {
    checkSize("rows", batch.tokens(), x.rows());
    Matrix y = pool.create(batch.sequences(), x.columns(), Element.F32);
    Gathering.means(Matrix.of(x), batch, y);
    return y;
  }

  @Override
  public Tensor addRows(Tensor x, int[] rows, Tensor addend) {
    checkSize("addend columns", x.columns(), addend.columns());
    checkSize("addend rows", rows.length, addend.rows());
    Matrix y = pool.create(x.rows(), x.columns(), Element.F32);
    Gathering.addRows(Matrix.of(x), rows, Matrix.of(addend), y);
    return y;
  }

  @Override
  public Tensor joinRows(Tensor x, int count) {
    checkSize("rows beyond the last whole group", 0, x.rows() % count);
    Matrix from = Matrix.of(x);
    Matrix y = pool.create(x.rows() / count, x.columns() * count, from.element());
    Gathering.joinRows(from, count, y);
    return y;
  }

  @Override
  public float[] read(Tensor x) {
    return Gathering.read(Matrix.of(x));
  }

  @Override
  public void keep(Tensor... tensors) {
    pool.keep(tensors);
  }

  /// Which implementation the library chose for each primitive so far.
  Map<String, String> implementations() {
    return primitives.implementations();
  }

  @Override
  public void close() {
    pool.close();
    attention.close();
    primitives.close();
    stream.close();
  }

  private static void checkSize(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "%s: expected %d, found %d".formatted(what, expected, found));
    }
  }
}
