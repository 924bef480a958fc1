package podium.nn;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.RerankException.ModelUnavailable;
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
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.nn.Checkpoint.Bias;
import podium.nn.Checkpoint.StoredLinear;
import podium.nn.FeedForward.Half;
import podium.tensor.Batch;

/// The encoder that Alibaba calls `new` (Zhang et al. 2024, "mGTE"), such as
/// gte-multilingual-reranker-base: post-norm like BERT, with rotary positions and a gated
/// feed-forward layer.
record NewModel() implements NetworkFamily {

  @Override
  public String id() {
    return "new";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(
        files,
        this,
        List.of("NewForSequenceClassification", "GteForSequenceClassification"),
        NewModel::longestSequence);
  }

  private static int longestSequence(Config config) {
    shape(config);
    rope(config);
    return config.positive("max_position_embeddings", 8192);
  }

  private static EncoderShape shape(Config config) {
    String positions = config.text("position_embedding_type", "rope");
    if (!positions.equals("rope")) {
      throw new ModelUnavailable(
          "config.json: position_embedding_type must be rope, but is " + positions);
    }
    for (String key : List.of("logn_attention_scale", "logn_attention_clip1")) {
      if (config.flag(key, false)) {
        throw new ModelUnavailable("config.json: %s must be false, but is true".formatted(key));
      }
    }
    return new EncoderShape(
        config.positive("hidden_size"),
        config.positive("num_hidden_layers"),
        config.positive("num_attention_heads"),
        config.positive("intermediate_size"),
        (float) config.number("layer_norm_eps", 1e-12),
        EncoderShape.activation(config, "hidden_act"));
  }

  /// Rotary frequencies, stretched by the factor of `rope_scaling` at every length.
  private static RopeTable rope(Config config) {
    EncoderShape shape = shape(config);
    double theta = config.number("rope_parameters.rope_theta", config.number("rope_theta", 10_000));
    if (config.value("rope_scaling").isEmpty()) {
      return new RopeTable(theta, shape.headSize());
    }
    String type = config.text("rope_scaling.type", config.text("rope_scaling.rope_type", "ntk"));
    if (!type.equals("ntk")) {
      throw new ModelUnavailable("config.json: rope_scaling.type must be ntk, but is " + type);
    }
    return RopeTable.ntk(theta, config.number("rope_scaling.factor", 1), shape.headSize());
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    EncoderShape shape = shape(config);
    int hidden = shape.hidden();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    boolean prefixed = model.hasTensor("new.embeddings.word_embeddings.weight");
    Checkpoint body = prefixed ? checkpoint.at("new") : checkpoint;
    Checkpoint embeddings = body.at("embeddings");
    int types = config.natural("type_vocab_size", 0);
    return new Classifier(
        embeddings.table("word_embeddings", config.positive("vocab_size"), hidden),
        types == 0
            ? Optional.empty()
            : Optional.of(embeddings.table("token_type_embeddings", types, hidden)),
        embeddings.layerNorm("LayerNorm", hidden, shape.epsilon()),
        rope(config),
        IntStream.range(0, shape.layers())
            .mapToObj(n -> Layer.load(body.at("encoder.layer." + n), shape))
            .toList(),
        ScoringHead.load(
            checkpoint,
            prefixed ? "new.pooler.dense" : "pooler.dense",
            Activation.TANH,
            "classifier",
            hidden));
  }

  private record Classifier(
      Table words,
      Optional<Table> types,
      Norm embeddingNorm,
      RopeTable rope,
      List<Layer> layers,
      ScoringHead head)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Rotation rotation = rope.at(batch.positions());
      Tensor x = o.norm(embed(o, batch), embeddingNorm);
      for (Layer layer : layers.subList(0, layers.size() - 1)) {
        x = layer.of(o, x, batch, rotation);
        o.keep(x);
      }
      return head.logits(o, layers.getLast().firstRows(o, x, batch, rotation));
    }

    private Tensor embed(Operators o, Batch batch) {
      var word = new Lookup(words, batch.ids());
      return types
          .map(table -> o.embed(word, new Lookup(table, new int[batch.tokens()])))
          .orElseGet(() -> o.embed(word));
    }
  }

  /// One layer:
  ///
  ///     a = LayerNorm(x + W_o Attention(x))
  ///     y = LayerNorm(a + W_d (W_u a ⊙ gelu(W_g a)))
  private record Layer(
      SelfAttention attention,
      Linear output,
      Norm attentionNorm,
      FeedForward feedForward,
      Norm outputNorm) {

    Tensor of(Operators o, Tensor x, Batch batch, Rotation rotation) {
      return finish(o, x, attention.context(o, x, batch, rotation));
    }

    /// Only the rows of first tokens.
    Tensor firstRows(Operators o, Tensor x, Batch batch, Rotation rotation) {
      Tensor context = attention.context(o, x, batch, rotation);
      return finish(o, o.rows(x, batch.firstRows()), o.rows(context, batch.firstRows()));
    }

    private Tensor finish(Operators o, Tensor x, Tensor context) {
      Tensor a = o.norm(o.linearPlus(context, output, x), attentionNorm);
      return o.norm(feedForward.addedTo(o, a), outputNorm);
    }

    static Layer load(Checkpoint layer, EncoderShape shape) {
      int hidden = shape.hidden();
      return new Layer(
          new SelfAttention(
              layer.linear(qkv(layer, hidden)),
              AttentionShape.full(shape.heads(), shape.headSize())),
          layer.linear("attention.o_proj", hidden, hidden),
          layer.layerNorm("attn_ln", hidden, shape.epsilon()),
          FeedForward.gated(layer, "mlp.up_gate_proj", Half.SECOND, "mlp.down_proj", shape),
          layer.layerNorm("mlp_ln", hidden, shape.epsilon()));
    }

    /// Stacked in the file, or three layers where `pack_qkv` is false.
    private static StoredLinear[] qkv(Checkpoint layer, int hidden) {
      List<String> names =
          layer.has("attention.q_proj.weight")
              ? List.of("q_proj", "k_proj", "v_proj")
              : List.of("qkv_proj");
      return names.stream()
          .map(name ->
              layer.stored("attention." + name, hidden, 3 * hidden / names.size(), Bias.PRESENT))
          .toArray(StoredLinear[]::new);
    }
  }
}
