package podium.nn;

import java.util.List;
import java.util.Optional;
import podium.engine.Engine;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.tensor.Batch;

/// A family of which there are no models, to show what one is: this file, and a line in a list.
///
///     logit = w · mean(word) + b
public record BagOfWords() implements NetworkFamily {

  @Override
  public String id() {
    return "bag_of_words";
  }

  @Override
  public Verified verified() {
    return Verified.FORMULA;
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(
        files,
        this,
        List.of("BagOfWordsForSequenceClassification"),
        config -> config.positive("max_position_embeddings"));
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    int hidden = config.positive("hidden_size");
    return new Classifier(
        checkpoint.table("words", config.positive("vocab_size"), hidden),
        LogitLayer.load(checkpoint, "classifier", hidden));
  }

  private record Classifier(Engine.Table words, LogitLayer output) implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Tensor x = o.embed(new Lookup(words, batch.ids()));
      return output.logits(o, o.meanRows(x, batch));
    }
  }
}
