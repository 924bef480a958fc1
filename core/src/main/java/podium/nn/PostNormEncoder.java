package podium.nn;

import java.util.List;
import java.util.stream.IntStream;
import podium.engine.AttentionShape;
import podium.engine.Engine.Linear;
import podium.engine.Engine.Norm;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.nn.Checkpoint.Bias;
import podium.nn.Checkpoint.StoredLinear;
import podium.tensor.Batch;

/// The encoder of BERT and its kin: layers that normalize after each sum.
///
/// @param layers at least one
record PostNormEncoder(List<Layer> layers) {

  /// The last layer's output for the first token of each sequence, in f32. The other tokens matter
  /// no more once the last attention has looked at them, so that the rest of the last layer leaves
  /// them out.
  ///
  /// @param x `[tokens, hidden]`
  /// @return `[sequences, hidden]`
  Tensor firstRows(Operators o, Tensor x, Batch batch) {
    Tensor y = x;
    for (Layer layer : layers.subList(0, layers.size() - 1)) {
      y = layer.of(o, y, batch);
      o.keep(y);
    }
    return layers.getLast().ofRows(o, y, batch, batch.firstRows());
  }

  /// One post-norm encoder layer (Devlin et al. 2019, after Vaswani et al. 2017, figure 1):
  ///
  ///     a = LayerNorm(x + W_o Attention(x))
  ///     y = LayerNorm(a + F(a))
  ///
  /// `x`, `a` and `y` have shape `[tokens, hidden]`.
  ///
  /// @param feedForward F
  record Layer(
      SelfAttention attention,
      Linear output,
      Norm attentionNorm,
      FeedForward feedForward,
      Norm outputNorm) {

    Tensor of(Operators o, Tensor x, Batch batch) {
      return finish(o, x, attention.context(o, x, batch));
    }

    /// The same layer with another attention.
    Layer with(SelfAttention other) {
      return new Layer(other, output, attentionNorm, feedForward, outputNorm);
    }

    /// Only these rows of the result.
    Tensor ofRows(Operators o, Tensor x, Batch batch, int[] rows) {
      Tensor context = attention.context(o, x, batch);
      return finish(o, o.rows(x, rows), o.rows(context, rows));
    }

    private Tensor finish(Operators o, Tensor x, Tensor context) {
      Tensor a = o.norm(o.linearPlus(context, output, x), attentionNorm);
      return o.norm(feedForward.addedTo(o, a), outputNorm);
    }
  }

  /// What the tensors of a layer are called.
  ///
  /// @param layer of layer n: this and `.n`
  /// @param qkv the projections to q, k and v, or one that holds them stacked
  record Names(
      String layer,
      List<String> qkv,
      String output,
      String attentionNorm,
      String expand,
      String contract,
      String outputNorm) {

    static final Names BERT =
        new Names(
            "encoder.layer",
            List.of("attention.self.query", "attention.self.key", "attention.self.value"),
            "attention.output.dense",
            "attention.output.LayerNorm",
            "intermediate.dense",
            "output.dense",
            "output.LayerNorm");

    Names withQkv(String... names) {
      return new Names(layer, List.of(names), output, attentionNorm, expand, contract, outputNorm);
    }
  }

  static PostNormEncoder load(Checkpoint checkpoint, Names names, EncoderShape shape) {
    return new PostNormEncoder(
        IntStream.range(0, shape.layers())
            .mapToObj(n -> layer(checkpoint.at(names.layer + "." + n), names, shape))
            .toList());
  }

  private static Layer layer(Checkpoint layer, Names names, EncoderShape shape) {
    int hidden = shape.hidden();
    StoredLinear[] qkv =
        names.qkv.stream()
            .map(name -> layer.stored(name, hidden, 3 * hidden / names.qkv.size(), Bias.PRESENT))
            .toArray(StoredLinear[]::new);
    return new Layer(
        new SelfAttention(layer.linear(qkv), AttentionShape.full(shape.heads(), shape.headSize())),
        layer.linear(names.output, hidden, hidden),
        layer.layerNorm(names.attentionNorm, hidden, shape.epsilon()),
        new FeedForward.Plain(
            layer.linear(names.expand, hidden, shape.intermediate()),
            shape.activation(),
            layer.linear(names.contract, shape.intermediate(), hidden)),
        layer.layerNorm(names.outputNorm, hidden, shape.epsilon()));
  }
}
