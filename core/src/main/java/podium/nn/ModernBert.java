package podium.nn;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Engine.Linear;
import podium.engine.Engine.Norm;
import podium.engine.Engine.Table;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.nn.Checkpoint.Bias;
import podium.nn.Checkpoint.StoredLinear;
import podium.nn.ModernBertShape.Pooling;
import podium.nn.ModernBertShape.Sight;
import podium.tensor.Batch;

/// ModernBERT (Warner et al. 2024): normalizes before each sublayer, rotates positions, gates the
/// feed-forward layer, and lets most layers see only a window of the text.
record ModernBert() implements NetworkFamily {

  @Override
  public String id() {
    return "modernbert";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(
        files,
        this,
        List.of("ModernBertForSequenceClassification"),
        config -> ModernBertShape.of(config).positions());
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    ModernBertShape shape = ModernBertShape.of(model.config());
    EncoderShape encoder = shape.encoder();
    int hidden = encoder.hidden();
    Bias norm = shape.biases().norm();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    Checkpoint body = checkpoint.at("model");
    return new Classifier(
        body.table("embeddings.tok_embeddings", model.config().positive("vocab_size"), hidden),
        body.layerNorm("embeddings.norm", hidden, encoder.epsilon(), norm),
        IntStream.range(0, encoder.layers())
            .mapToObj(n -> Layer.load(body.at("layers." + n), shape, n))
            .toList(),
        new Ropes(
            new RopeTable(shape.globalTheta(), encoder.headSize()),
            new RopeTable(shape.localTheta(), encoder.headSize())),
        body.layerNorm("final_norm", hidden, encoder.epsilon(), norm),
        shape.head().pooling(),
        Head.load(checkpoint, shape));
  }

  private record Classifier(
      Table words,
      Norm embeddingNorm,
      List<Layer> layers,
      Ropes ropes,
      Norm finalNorm,
      Pooling pooling,
      Head head)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Rotations rotations = ropes.at(batch.positions());
      Tensor x = o.norm(o.embed(new Lookup(words, batch.ids())), embeddingNorm);
      for (Layer layer : layers.subList(0, layers.size() - 1)) {
        x = layer.of(o, x, batch, rotations);
        o.keep(x);
      }
      return head.logits(o, pooled(o, x, batch, rotations));
    }

    /// The last layer, which computes no rows that pooling would throw away.
    ///
    /// @return `[sequences, hidden]`
    private Tensor pooled(Operators o, Tensor x, Batch batch, Rotations rotations) {
      Layer last = layers.getLast();
      return switch (pooling) {
        case CLS -> o.norm(last.firstRows(o, x, batch, rotations), finalNorm);
        case MEAN -> o.meanRows(o.norm(last.of(o, x, batch, rotations), finalNorm), batch);
      };
    }
  }

  /// One pre-norm layer with a gated feed-forward layer (GeGLU, Shazeer 2020):
  ///
  ///     a = x + W_o Attention(LayerNorm(x))
  ///     n = LayerNorm(a)
  ///     y = a + W₂ (gelu(W_u n) ⊙ W_g n)
  ///
  /// The first layer does not normalize `x`, which the embeddings have just done.
  private record Layer(
      Sight sight,
      Step attentionNorm,
      SelfAttention attention,
      Linear output,
      Norm mlpNorm,
      Linear up,
      Activation activation,
      Linear gate,
      Linear down) {

    Tensor of(Operators o, Tensor x, Batch batch, Rotations rotations) {
      return finish(o, x, context(o, x, batch, rotations));
    }

    /// Only the rows of first tokens.
    Tensor firstRows(Operators o, Tensor x, Batch batch, Rotations rotations) {
      Tensor context = context(o, x, batch, rotations);
      return finish(o, o.rows(x, batch.firstRows()), o.rows(context, batch.firstRows()));
    }

    private Tensor context(Operators o, Tensor x, Batch batch, Rotations rotations) {
      return attention.context(o, attentionNorm.of(o, x), batch, rotations.of(sight));
    }

    private Tensor finish(Operators o, Tensor x, Tensor context) {
      Tensor a = o.linearPlus(context, output, x);
      Tensor n = o.norm(a, mlpNorm);
      return o.linearPlus(o.linearTimes(n, gate, o.linear(n, up, activation)), down, a);
    }

    static Layer load(Checkpoint layer, ModernBertShape shape, int n) {
      EncoderShape encoder = shape.encoder();
      int hidden = encoder.hidden();
      int inner = encoder.intermediate();
      Bias norm = shape.biases().norm();
      Bias attention = shape.biases().attention();
      Bias mlp = shape.biases().mlp();
      StoredLinear upAndGate = layer.stored("mlp.Wi", hidden, 2 * inner, mlp);
      return new Layer(
          shape.layers().get(n),
          n == 0
              ? Step.NONE
              : Step.norm(layer.layerNorm("attn_norm", hidden, encoder.epsilon(), norm)),
          new SelfAttention(
              layer.linear(layer.stored("attn.Wqkv", hidden, 3 * hidden, attention)),
              attentionShape(shape, shape.layers().get(n))),
          layer.linear(layer.stored("attn.Wo", hidden, hidden, attention)),
          layer.layerNorm("mlp_norm", hidden, encoder.epsilon(), norm),
          layer.linear(upAndGate.outputs(0, inner)),
          encoder.activation(),
          layer.linear(upAndGate.outputs(inner, 2 * inner)),
          layer.linear(layer.stored("mlp.Wo", inner, hidden, mlp)));
    }

    private static AttentionShape attentionShape(ModernBertShape shape, Sight sight) {
      int heads = shape.encoder().heads();
      int headSize = shape.encoder().headSize();
      return switch (sight) {
        case GLOBAL -> AttentionShape.full(heads, headSize);
        case LOCAL -> AttentionShape.window(heads, headSize, shape.window());
      };
    }
  }

  /// The frequencies of both kinds of layers.
  private record Ropes(RopeTable global, RopeTable local) {

    Rotations at(int[] positions) {
      return new Rotations(global.at(positions), local.at(positions));
    }
  }

  /// The angles of both kinds of layers for the tokens of one batch.
  private record Rotations(Rotation global, Rotation local) {

    Rotation of(Sight sight) {
      return switch (sight) {
        case GLOBAL -> global;
        case LOCAL -> local;
      };
    }
  }

  /// From the pooled sequence to its logit, in f32:
  ///
  ///     logit = W_c LayerNorm(gelu(W_d h)) + b_c
  private record Head(Linear dense, Activation activation, Norm norm, LogitLayer classifier) {

    float[] logits(Operators o, Tensor h) {
      return classifier.logits(o, o.norm(o.linear(h, dense, activation), norm));
    }

    static Head load(Checkpoint checkpoint, ModernBertShape shape) {
      EncoderShape encoder = shape.encoder();
      int hidden = encoder.hidden();
      Checkpoint head = checkpoint.at("head");
      return new Head(
          head.exactLinear(head.stored("dense", hidden, hidden, shape.biases().classifier())),
          shape.head().activation(),
          head.layerNorm("norm", hidden, encoder.epsilon(), shape.biases().norm()),
          LogitLayer.load(checkpoint, "classifier", hidden));
    }
  }
}
