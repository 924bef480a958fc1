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

/// ELECTRA (Clark et al. 2020): BERT whose embeddings may be narrower than the encoder, with a
/// scoring head of its own instead of the pooler.
record Electra() implements NetworkFamily {

  @Override
  public String id() {
    return "electra";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(
        files, this, List.of("ElectraForSequenceClassification"), Electra::longestSequence);
  }

  private static int longestSequence(Config config) {
    EncoderShape.ofBert(config);
    return config.positive("max_position_embeddings", 512);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    EncoderShape shape = EncoderShape.ofBert(config);
    int width = config.positive("embedding_size", 128);
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    Checkpoint electra = checkpoint.at("electra");
    Checkpoint embeddings = electra.at("embeddings");
    return new Classifier(
        embeddings.table("word_embeddings", config.positive("vocab_size"), width),
        embeddings.table("position_embeddings", longestSequence(config), width),
        embeddings.table("token_type_embeddings", config.positive("type_vocab_size", 2), width),
        embeddings.layerNorm("LayerNorm", width, shape.epsilon()),
        projection(electra, width, shape.hidden()),
        PostNormEncoder.load(electra, PostNormEncoder.Names.BERT, shape),
        ScoringHead.load(
            checkpoint,
            "classifier.dense",
            Activation.GELU,
            "classifier.out_proj",
            shape.hidden()));
  }

  /// From the embeddings' width to the encoder's, where they differ.
  private static Step projection(Checkpoint electra, int width, int hidden) {
    return width == hidden
        ? Step.NONE
        : Step.linear(electra.linear("embeddings_project", width, hidden));
  }

  private record Classifier(
      Table words,
      Table positions,
      Table types,
      Norm embeddingNorm,
      Step projection,
      PostNormEncoder encoder,
      ScoringHead head)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Tensor sum =
          o.embed(
              new Lookup(words, batch.ids()),
              new Lookup(positions, batch.positions()),
              new Lookup(types, batch.typeIds()));
      Tensor x = projection.of(o, o.norm(sum, embeddingNorm));
      return head.logits(o, encoder.firstRows(o, x, batch));
    }
  }
}
