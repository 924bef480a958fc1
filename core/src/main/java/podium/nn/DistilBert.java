package podium.nn;

import java.util.List;
import java.util.Optional;
import podium.engine.Activation;
import podium.engine.Engine;
import podium.engine.Engine.Norm;
import podium.engine.Engine.Table;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.tensor.Batch;

/// DistilBERT (Sanh et al. 2019): BERT without token types and pooler, under other names.
record DistilBert() implements NetworkFamily {

  private static final PostNormEncoder.Names NAMES =
      new PostNormEncoder.Names(
          "transformer.layer",
          List.of("attention.q_lin", "attention.k_lin", "attention.v_lin"),
          "attention.out_lin",
          "sa_layer_norm",
          "ffn.lin1",
          "ffn.lin2",
          "output_layer_norm");

  @Override
  public String id() {
    return "distilbert";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(
        files, this, List.of("DistilBertForSequenceClassification"), DistilBert::longestSequence);
  }

  private static int longestSequence(Config config) {
    shape(config);
    return config.positive("max_position_embeddings", 512);
  }

  private static EncoderShape shape(Config config) {
    return new EncoderShape(
        config.positive("dim"),
        config.positive("n_layers"),
        config.positive("n_heads"),
        config.positive("hidden_dim"),
        1e-12f, // fixed in the reference's code
        EncoderShape.activation(config, "activation"));
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    EncoderShape shape = shape(config);
    int hidden = shape.hidden();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    Checkpoint distilbert = checkpoint.at("distilbert");
    Checkpoint embeddings = distilbert.at("embeddings");
    return new Classifier(
        embeddings.table("word_embeddings", config.positive("vocab_size"), hidden),
        embeddings.table("position_embeddings", longestSequence(config), hidden),
        embeddings.layerNorm("LayerNorm", hidden, shape.epsilon()),
        PostNormEncoder.load(distilbert, NAMES, shape),
        ScoringHead.load(checkpoint, "pre_classifier", Activation.RELU, "classifier", hidden));
  }

  private record Classifier(
      Table words, Table positions, Norm embeddingNorm, PostNormEncoder encoder, ScoringHead head)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Tensor sum =
          o.embed(new Lookup(words, batch.ids()), new Lookup(positions, batch.positions()));
      Tensor x = o.norm(sum, embeddingNorm);
      return head.logits(o, encoder.firstRows(o, x, batch));
    }
  }
}
