package podium.nn;

import java.util.List;
import java.util.Optional;
import podium.RerankException.ModelUnavailable;
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

/// RoBERTa (Liu et al. 2019) and those that differ from it in the tokenizer only: XLM-RoBERTa
/// (Conneau et al. 2020), CamemBERT. Tensors are named as in transformers, or as in
/// jina-reranker-v2, which was trained with another implementation of the same network.
record Roberta(String id, List<String> architectures) implements NetworkFamily {

  private static final PostNormEncoder.Names FLASH =
      new PostNormEncoder.Names(
          "encoder.layers",
          List.of("mixer.Wqkv"),
          "mixer.out_proj",
          "norm1",
          "mlp.fc1",
          "mlp.fc2",
          "norm2");

  static Roberta multilingual() {
    return new Roberta("xlm_roberta", List.of("XLMRobertaForSequenceClassification"));
  }

  static Roberta monolingual() {
    return new Roberta(
        "roberta",
        List.of("RobertaForSequenceClassification", "CamembertForSequenceClassification"));
  }

  Roberta {
    architectures = List.copyOf(architectures);
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(files, this, architectures, Roberta::longestSequence);
  }

  /// The first token has position `pad + 1`, so that as many rows of the table are never used.
  private static int longestSequence(Config config) {
    EncoderShape.ofBert(config);
    int rows = config.positive("max_position_embeddings", 512);
    int unused = padId(config) + 1;
    if (rows <= unused) {
      throw new ModelUnavailable(
          "config.json: max_position_embeddings must be above pad_token_id + 1 = %d, but is %d"
              .formatted(unused, rows));
    }
    return rows - unused;
  }

  private static int padId(Config config) {
    return config.natural("pad_token_id", 1);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    EncoderShape shape = EncoderShape.ofBert(config);
    int hidden = shape.hidden();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    Checkpoint roberta = checkpoint.at("roberta");
    boolean flash = model.hasTensor("roberta.encoder.layers.0.mixer.Wqkv.weight");
    return new Classifier(
        padId(config),
        roberta.table("embeddings.word_embeddings", config.positive("vocab_size"), hidden),
        roberta.table(
            "embeddings.position_embeddings",
            config.positive("max_position_embeddings", 512),
            hidden),
        roberta.table(
            "embeddings.token_type_embeddings", config.positive("type_vocab_size", 2), hidden),
        roberta.layerNorm(flash ? "emb_ln" : "embeddings.LayerNorm", hidden, shape.epsilon()),
        PostNormEncoder.load(roberta, flash ? FLASH : PostNormEncoder.Names.BERT, shape),
        ScoringHead.load(
            checkpoint, "classifier.dense", Activation.TANH, "classifier.out_proj", hidden));
  }

  private record Classifier(
      int padId,
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
              new Lookup(positions, positions(batch)),
              new Lookup(types, new int[batch.tokens()]));
      Tensor x = o.norm(sum, embeddingNorm);
      return head.logits(o, encoder.firstRows(o, x, batch));
    }

    /// Tokens are counted from `pad + 1`. A pad token that a user typed stays at `pad` and does not
    /// count.
    private int[] positions(Batch batch) {
      int[] positions = new int[batch.tokens()];
      for (int s = 0; s < batch.sequences(); s++) {
        int position = padId;
        for (int t = batch.start(s); t < batch.start(s) + batch.length(s); t++) {
          positions[t] = batch.ids()[t] == padId ? padId : ++position;
        }
      }
      return positions;
    }
  }
}
