package podium.engine;

import java.util.List;
import podium.engine.Engine.Linear;
import podium.engine.Engine.Norm;
import podium.tensor.Batch;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// Two layers that use every operator, with random weights, for tests of engines.
final class SmallEncoder {

  private static final int HIDDEN = 64;
  private static final int HEAD_SIZE = 16;
  private static final int INTERMEDIATE = 96;
  private static final int VOCABULARY = 50;

  /// Which attention, and what usually goes with it.
  enum Kind {
    GLOBAL,
    WINDOW,
    CAUSAL;

    AttentionShape shape() {
      return switch (this) {
        case GLOBAL -> AttentionShape.full(4, HEAD_SIZE);
        case WINDOW -> AttentionShape.window(4, HEAD_SIZE, 20);
        case CAUSAL ->
            new AttentionShape(4, 2, HEAD_SIZE, 0.25f, new AttentionShape.Reach.Causal());
      };
    }
  }

  private final AttentionShape shape;
  private final Engine.Table words;
  private final Norm norm;
  private final Norm rootMeanSquare;
  private final Linear qkv;
  private final Linear output;
  private final Linear gate;
  private final Linear up;
  private final Linear down;
  private final Linear head;

  SmallEncoder(Engine engine, Kind kind) {
    var random = new RandomTensors(3);
    this.shape = kind.shape();
    this.words = engine.table(random.stored(DType.F32, 1, VOCABULARY, HIDDEN));
    this.norm =
        engine.layerNorm(
            random.stored(DType.F32, 1, HIDDEN),
            List.of(random.stored(DType.F32, 1, HIDDEN)),
            1e-5f);
    this.rootMeanSquare = engine.rmsNorm(random.stored(DType.F32, 1, HIDDEN), 1e-6f, 1);
    this.qkv = linear(engine, random, HIDDEN, (4 + 2 * shape.keyHeads()) * HEAD_SIZE);
    this.output = linear(engine, random, HIDDEN, HIDDEN);
    this.gate = linear(engine, random, HIDDEN, INTERMEDIATE);
    this.up = linear(engine, random, HIDDEN, INTERMEDIATE);
    this.down = linear(engine, random, INTERMEDIATE, HIDDEN);
    this.head = engine.exactLinear(List.of(weights(random, HIDDEN, 3)), List.of());
  }

  private static Linear linear(Engine engine, RandomTensors random, int in, int out) {
    return engine.linear(
        List.of(weights(random, in, out)), List.of(random.stored(DType.F32, 1, out)));
  }

  private static StoredTensor weights(RandomTensors random, int in, int out) {
    return random.stored(DType.F32, 1 / Math.sqrt(in), out, in);
  }

  /// Six numbers for each sequence. A sequence's tokens depend on its length only.
  float[][] run(Operators o, int... lengths) {
    Batch batch = RandomTensors.batch(lengths);
    Tensor x = o.embed(new Lookup(words, ids(batch)));
    for (int layer = 0; layer < 2; layer++) {
      x = layer(o, x, batch);
      o.keep(x);
    }
    float[] first = o.read(o.linear(o.rows(x, batch.firstRows()), head, Activation.TANH));
    float[] mean = o.read(o.linear(o.meanRows(x, batch), head));
    o.keep();
    float[][] result = new float[lengths.length][6];
    for (int i = 0; i < lengths.length; i++) {
      System.arraycopy(first, 3 * i, result[i], 0, 3);
      System.arraycopy(mean, 3 * i, result[i], 3, 3);
    }
    return result;
  }

  private Tensor layer(Operators o, Tensor x, Batch batch) {
    Tensor projected = o.linear(o.norm(x, norm), qkv);
    int width = shape.keyHeads() * HEAD_SIZE;
    o.rotate(o.columns(projected, 0, HIDDEN + width), rotation(batch));
    Tensor context =
        o.attention(
            o.columns(projected, 0, HIDDEN),
            o.columns(projected, HIDDEN, HIDDEN + width),
            o.columns(projected, HIDDEN + width, HIDDEN + 2 * width),
            batch,
            shape);
    Tensor a = o.linearPlus(context, output, x);
    Tensor normed = o.norm(a, rootMeanSquare);
    Tensor factor = o.linear(normed, gate, Activation.GELU);
    return o.linearPlus(o.linearTimes(normed, up, factor), down, a);
  }

  private static int[] ids(Batch batch) {
    int[] ids = new int[batch.tokens()];
    for (int s = 0; s < batch.sequences(); s++) {
      for (int t = 0; t < batch.length(s); t++) {
        ids[batch.start(s) + t] = (17 * t + 7 * batch.length(s) + t * t) % VOCABULARY;
      }
    }
    return ids;
  }

  private static Rotation rotation(Batch batch) {
    int half = HEAD_SIZE / 2;
    int[] positions = batch.positions();
    float[] cosines = new float[positions.length * half];
    float[] sines = new float[positions.length * half];
    for (int i = 0; i < cosines.length; i++) {
      double angle = positions[i / half] * Math.pow(100, -(double) (i % half) / half);
      cosines[i] = (float) Math.cos(angle);
      sines[i] = (float) Math.sin(angle);
    }
    return new Rotation(half, cosines, sines);
  }
}
