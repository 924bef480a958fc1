package podium.bench;

import java.util.ArrayList;
import java.util.List;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Engine.Linear;
import podium.engine.Engine.Norm;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.Batch;

/// An encoder of true size with random weights, and all of its rows computed in all layers.
final class RandomEncoder {

  private static final float EPSILON = 1e-5f;
  private static final int VOCABULARY = 1000;

  private final EncoderShape shape;
  private final Engine.Table words;
  private final Norm embeddingNorm;
  private final List<Layer> layers = new ArrayList<>();

  /// @param up the only one of the two in a feed-forward layer without a gate
  private record Layer(
      Linear qkv, Linear output, Norm first, Linear up, Linear gate, Linear down, Norm second) {}

  RandomEncoder(EncoderShape shape, Engine engine) {
    this.shape = shape;
    var random = new RandomWeights(engine);
    int hidden = shape.hidden();
    this.words = random.table(VOCABULARY, hidden);
    this.embeddingNorm = random.norm(hidden, EPSILON);
    for (int i = 0; i < shape.layers(); i++) {
      Linear up = random.linear(hidden, shape.intermediate());
      layers.add(
          new Layer(
              random.linear(hidden, 3 * hidden),
              random.linear(hidden, hidden),
              random.norm(hidden, EPSILON),
              up,
              shape.isModern() ? random.linear(hidden, shape.intermediate()) : up,
              random.linear(shape.intermediate(), hidden),
              random.norm(hidden, EPSILON)));
    }
  }

  /// The first token's last hidden state of each sequence.
  float[] run(Operators o, Batch batch) {
    o.keep();
    Tensor x = o.norm(o.embed(new Lookup(words, batch.ids())), embeddingNorm);
    for (int i = 0; i < layers.size(); i++) {
      x = shape.isModern() ? modern(o, x, batch, i) : postNorm(o, x, batch, layers.get(i));
      o.keep(x);
    }
    return o.read(o.rows(x, batch.firstRows()));
  }

  private Tensor postNorm(Operators o, Tensor x, Batch batch, Layer layer) {
    Tensor qkv = o.linear(x, layer.qkv);
    Tensor context = attention(o, qkv, batch, AttentionShape.full(shape.heads(), shape.headSize()));
    Tensor a = o.norm(o.linearPlus(context, layer.output, x), layer.first);
    Tensor inner = o.linear(a, layer.up, Activation.GELU);
    return o.norm(o.linearPlus(inner, layer.down, a), layer.second);
  }

  private Tensor modern(Operators o, Tensor x, Batch batch, int index) {
    Layer layer = layers.get(index);
    Tensor qkv = o.linear(o.norm(x, layer.first), layer.qkv);
    Rotation rotation = rotation(batch);
    o.rotate(o.columns(qkv, 0, 2 * shape.hidden()), rotation);
    AttentionShape reach =
        shape.isGlobal(index)
            ? AttentionShape.full(shape.heads(), shape.headSize())
            : AttentionShape.window(shape.heads(), shape.headSize(), EncoderShape.WINDOW_HALF);
    Tensor a = o.linearPlus(attention(o, qkv, batch, reach), layer.output, x);
    Tensor normed = o.norm(a, layer.second);
    Tensor gate = o.linear(normed, layer.gate, Activation.GELU);
    return o.linearPlus(o.linearTimes(normed, layer.up, gate), layer.down, a);
  }

  private Tensor attention(Operators o, Tensor qkv, Batch batch, AttentionShape reach) {
    int h = shape.hidden();
    return o.attention(
        o.columns(qkv, 0, h), o.columns(qkv, h, 2 * h), o.columns(qkv, 2 * h, 3 * h), batch, reach);
  }

  private Rotation rotation(Batch batch) {
    int half = shape.headSize() / 2;
    return new Rotation(half, new float[batch.tokens() * half], new float[batch.tokens() * half]);
  }
}
