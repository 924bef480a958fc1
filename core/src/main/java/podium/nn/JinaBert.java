package podium.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.RerankException.ModelUnavailable;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Engine.Norm;
import podium.engine.Engine.Table;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.RelativeTerms;
import podium.engine.Tensor;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.nn.Checkpoint.Bias;
import podium.nn.Checkpoint.StoredLinear;
import podium.nn.FeedForward.Half;
import podium.nn.PostNormEncoder.Layer;
import podium.tensor.Batch;

/// BERT whose attention fades with distance instead of being told positions, and whose feed-forward
/// layer is gated (Günther et al. 2023, "Jina Embeddings 2"): jina-reranker-v1-tiny and -turbo.
///
/// `config.json` of the published ones names the bare encoder, `JinaBertModel`, and says nothing of
/// labels; whoever loads them asks for a classifier of one label.
record JinaBert() implements NetworkFamily {

  private static final String ENCODER = "JinaBertModel";
  private static final String CLASSIFIER = "JinaBertForSequenceClassification";

  @Override
  public String id() {
    return "jina_bert";
  }

  @Override
  public Verified verified() {
    return Verified.FORMULA;
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    Optional<Recognition> found =
        PairClassifier.recognise(
            files, this, List.of(ENCODER, CLASSIFIER), JinaBert::longestSequence);
    if (found.isPresent() && !files.hasTensor("classifier.weight")) {
      throw new ModelUnavailable(
          "there is no tensor classifier.weight: this JinaBert makes embeddings and cannot rank");
    }
    return found;
  }

  private static int longestSequence(Config config) {
    shape(config);
    return config.positive("max_position_embeddings", 512);
  }

  private static EncoderShape shape(Config config) {
    String positions = config.text("position_embedding_type", "absolute");
    if (!positions.equals("alibi")) {
      throw new ModelUnavailable(
          "config.json: position_embedding_type must be alibi, but is " + positions);
    }
    return new EncoderShape(
        config.positive("hidden_size"),
        config.positive("num_hidden_layers"),
        config.positive("num_attention_heads"),
        config.positive("intermediate_size"),
        (float) config.number("layer_norm_eps", 1e-12),
        activation(config.text("feed_forward_type", "original")));
  }

  /// `hidden_act` has no say in it.
  private static Activation activation(String feedForwardType) {
    return switch (feedForwardType) {
      case "geglu" -> Activation.GELU;
      case "reglu" -> Activation.RELU;
      default ->
          throw new ModelUnavailable(
              "config.json: feed_forward_type must be geglu or reglu, but is " + feedForwardType);
    };
  }

  /// Slopes of attention heads (Press et al. 2022): `2^(−8/n)`, squared, cubed, … for n heads.
  /// Where n is no power of two, those of the power below, and then every other one of the power
  /// above.
  static List<Float> slopes(int heads) {
    int power = Integer.highestOneBit(heads);
    List<Float> slopes = new ArrayList<>();
    for (int i = 1; i <= power; i++) {
      slopes.add((float) Math.pow(2, -8.0 * i / power));
    }
    for (int i = 1; slopes.size() < heads; i += 2) {
      slopes.add((float) Math.pow(2, -4.0 * i / power));
    }
    return slopes;
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    EncoderShape shape = shape(config);
    int hidden = shape.hidden();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    Checkpoint bert = checkpoint.at("bert");
    Checkpoint embeddings = bert.at("embeddings");
    StoredLinear classifier =
        checkpoint.stored("classifier", hidden, model.labels(1), Bias.PRESENT);
    return new Classifier(
        embeddings.table("word_embeddings", config.positive("vocab_size"), hidden),
        embeddings.table("token_type_embeddings", config.positive("type_vocab_size", 2), hidden),
        embeddings.layerNorm("LayerNorm", hidden, shape.epsilon()),
        new PostNormEncoder(
            IntStream.range(0, shape.layers())
                .mapToObj(n -> layer(bert.at("encoder.layer." + n), shape))
                .toList()),
        ScoringHead.load(
            checkpoint,
            "bert.pooler.dense",
            Activation.TANH,
            LogitLayer.of(classifier, checkpoint),
            hidden));
  }

  private static Layer layer(Checkpoint layer, EncoderShape shape) {
    int hidden = shape.hidden();
    Checkpoint self = layer.at("attention.self");
    return new Layer(
        new SelfAttention(
            layer.linear(
                self.stored("query", hidden, hidden, Bias.PRESENT),
                self.stored("key", hidden, hidden, Bias.PRESENT),
                self.stored("value", hidden, hidden, Bias.PRESENT)),
            AttentionShape.full(shape.heads(), shape.headSize()),
            Optional.of(new RelativeTerms.Slopes(slopes(shape.heads())))),
        layer.linear("attention.output.dense", hidden, hidden),
        layer.layerNorm("attention.output.LayerNorm", hidden, shape.epsilon()),
        FeedForward.gated(layer, "mlp.gated_layers", Half.FIRST, "mlp.wo", shape),
        layer.layerNorm("mlp.layernorm", hidden, shape.epsilon()));
  }

  private record Classifier(
      Table words, Table types, Norm embeddingNorm, PostNormEncoder encoder, ScoringHead head)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Tensor sum = o.embed(new Lookup(words, batch.ids()), new Lookup(types, batch.typeIds()));
      Tensor x = o.norm(sum, embeddingNorm);
      return head.logits(o, encoder.firstRows(o, x, batch));
    }
  }
}
