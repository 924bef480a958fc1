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

/// BERT (Devlin et al. 2019), such as the MiniLM cross-encoders.
record Bert() implements NetworkFamily {

  @Override
  public String id() {
    return "bert";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(
        files, this, List.of("BertForSequenceClassification"), Bert::longestSequence);
  }

  private static int longestSequence(Config config) {
    EncoderShape.ofBert(config);
    return config.positive("max_position_embeddings", 512);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    EncoderShape shape = EncoderShape.ofBert(config);
    int hidden = shape.hidden();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    Checkpoint bert = checkpoint.at("bert");
    Checkpoint embeddings = bert.at("embeddings");
    return new Classifier(
        embeddings.table("word_embeddings", config.positive("vocab_size"), hidden),
        embeddings.table("position_embeddings", longestSequence(config), hidden),
        embeddings.table("token_type_embeddings", config.positive("type_vocab_size", 2), hidden),
        embeddings.layerNorm("LayerNorm", hidden, shape.epsilon()),
        PostNormEncoder.load(bert, PostNormEncoder.Names.BERT, shape),
        ScoringHead.load(checkpoint, "bert.pooler.dense", Activation.TANH, "classifier", hidden));
  }

  private record Classifier(
      Table words,
      Table positions,
      Table types,
      Norm embeddingNorm,
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
      Tensor x = o.norm(sum, embeddingNorm);
      return head.logits(o, encoder.firstRows(o, x, batch));
    }
  }
}
