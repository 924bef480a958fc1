package podium.nn;

import java.util.List;
import java.util.stream.IntStream;
import podium.engine.Activation;
import podium.engine.Engine.Linear;
import podium.engine.Engine.Norm;
import podium.engine.Engine.Table;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.nn.Checkpoint.Bias;
import podium.nn.DecoderShape.HeadNorm;
import podium.tensor.Batch;

/// The decoder of Llama (Touvron et al. 2023) and its kin: causal, root-mean-square norms before
/// each sublayer, rotary positions, a gated feed-forward layer.
///
/// @param layers at least one
record Decoder(Table words, float embeddingScale, RopeTable rope, List<Layer> layers, Norm norm) {

  /// The normalized output for the last token of each sequence, in f32: the only one that has seen
  /// all others.
  ///
  /// @return `[scored sequences, hidden]`
  Tensor lastRows(Operators o, Batch batch) {
    return rows(o, batch, batch.lastRows());
  }

  /// The normalized output for some tokens, in f32. The rest of the last layer leaves the others
  /// out.
  ///
  /// @param rows of the batch
  /// @return `[rows, hidden]`
  Tensor rows(Operators o, Batch batch, int[] rows) {
    Tensor x = o.embed(new Lookup(words, batch.ids(), embeddingScale));
    return rows(o, x, batch, rope.at(batch.positions()), (_, _, input) -> input, rows);
  }

  /// The same for embeddings and positions that do not follow from the batch alone.
  ///
  /// @param embeddings `[tokens, hidden]`
  Tensor lastRows(
      Operators o, Tensor embeddings, Batch batch, Rotation rotation, Intervention intervention) {
    return rows(o, embeddings, batch, rotation, intervention, batch.lastRows());
  }

  private Tensor rows(
      Operators o,
      Tensor embeddings,
      Batch batch,
      Rotation rotation,
      Intervention intervention,
      int[] rows) {
    int last = layers.size() - 1;
    Tensor x = embeddings;
    for (int n = 0; n < last; n++) {
      x = layers.get(n).of(o, intervention.before(o, n, x), batch, rotation);
      o.keep(x);
    }
    Tensor input = intervention.before(o, last, x);
    return o.norm(layers.getLast().rows(o, input, batch, rotation, rows), norm);
  }

  /// What is done to the input of a layer before the layer gets it.
  interface Intervention {
    Tensor before(Operators o, int layer, Tensor x);
  }

  /// Keys and values of all layers.
  long keptPerPrefixToken() {
    return layers.stream().mapToLong(layer -> layer.attention.keptPerToken()).sum();
  }

  /// One pre-norm layer with a gated feed-forward layer (Shazeer 2020):
  ///
  ///     a = x + W_o Attention(RMSNorm(x))
  ///     n = RMSNorm(a)
  ///     y = a + W_d (f(W_g n) ⊙ W_u n)
  ///
  /// `x`, `a`, `n` and `y` have shape `[tokens, hidden]`.
  ///
  /// @param activation f
  record Layer(
      Norm attentionNorm,
      CausalAttention attention,
      Linear output,
      Norm mlpNorm,
      Linear gate,
      Activation activation,
      Linear up,
      Linear down) {

    Tensor of(Operators o, Tensor x, Batch batch, Rotation rotation) {
      return finish(o, x, context(o, x, batch, rotation));
    }

    /// Only some rows.
    Tensor rows(Operators o, Tensor x, Batch batch, Rotation rotation, int[] rows) {
      Tensor context = context(o, x, batch, rotation);
      return finish(o, o.rows(x, rows), o.rows(context, rows));
    }

    private Tensor context(Operators o, Tensor x, Batch batch, Rotation rotation) {
      return attention.context(o, o.norm(x, attentionNorm), batch, rotation);
    }

    private Tensor finish(Operators o, Tensor x, Tensor context) {
      Tensor a = o.linearPlus(context, output, x);
      Tensor n = o.norm(a, mlpNorm);
      return o.linearPlus(o.linearTimes(n, up, o.linear(n, gate, activation)), down, a);
    }
  }

  /// @param checkpoint where the decoder's tensors are, usually below `model`
  static Decoder load(Checkpoint checkpoint, DecoderShape shape) {
    return new Decoder(
        checkpoint.table("embed_tokens", shape.vocabulary(), shape.hidden()),
        shape.kind().embeddingScale(),
        new RopeTable(shape.theta(), shape.headSize()),
        IntStream.range(0, shape.layers())
            .mapToObj(n -> layer(checkpoint.at("layers." + n), shape, n))
            .toList(),
        norm(checkpoint, "norm", shape.hidden(), shape));
  }

  private static Layer layer(Checkpoint layer, DecoderShape shape, int n) {
    int hidden = shape.hidden();
    int inner = shape.intermediate();
    return new Layer(
        norm(layer, "input_layernorm", hidden, shape),
        attention(layer.at("self_attn"), shape, n),
        layer.linear(
            layer.stored(
                "self_attn.o_proj",
                shape.heads() * shape.headSize(),
                hidden,
                shape.kind().output())),
        norm(layer, "post_attention_layernorm", hidden, shape),
        layer.linear(layer.stored("mlp.gate_proj", hidden, inner, Bias.ABSENT)),
        shape.kind().activation(),
        layer.linear(layer.stored("mlp.up_proj", hidden, inner, Bias.ABSENT)),
        layer.linear(layer.stored("mlp.down_proj", inner, hidden, Bias.ABSENT)));
  }

  private static CausalAttention attention(Checkpoint attention, DecoderShape shape, int n) {
    int hidden = shape.hidden();
    int keys = shape.keyHeads() * shape.headSize();
    Bias bias = shape.kind().qkv();
    return new CausalAttention(
        attention.linear(
            attention.stored("q_proj", hidden, shape.heads() * shape.headSize(), bias),
            attention.stored("k_proj", hidden, keys, bias),
            attention.stored("v_proj", hidden, keys, bias)),
        headNorm(attention, "q_norm", shape),
        headNorm(attention, "k_norm", shape),
        shape.attention(n));
  }

  private static Step headNorm(Checkpoint attention, String name, DecoderShape shape) {
    return shape.kind().headNorm() == HeadNorm.ABSENT
        ? Step.NONE
        : Step.headNorm(norm(attention, name, shape.headSize(), shape));
  }

  private static Norm norm(Checkpoint checkpoint, String name, int columns, DecoderShape shape) {
    return checkpoint.rmsNorm(name, columns, shape.epsilon(), shape.kind().normOffset());
  }
}
