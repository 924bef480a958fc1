package podium.nn;

import podium.engine.Operators;
import podium.tensor.Batch;

/// A network that judges the one document of each sequence.
public interface PairNetwork extends Network {

  /// One relevance logit per sequence of the batch. A network with two labels returns `l₁ − l₀`.
  /// Served scores are `sigmoid(logit)`, also where a configuration asks for the bare logit
  /// (`"activation_fn": "…Identity"`): the order is the same, and scores of all models lie in 0..1.
  ///
  /// @return `[sequences − prefixes]`
  float[] logits(Operators operators, Batch batch);

  @Override
  default float[][] outputs(Operators operators, Batch batch) {
    float[] logits = logits(operators, batch);
    float[][] outputs = new float[logits.length][];
    for (int i = 0; i < logits.length; i++) {
      outputs[i] = new float[] {logits[i]};
    }
    return outputs;
  }
}
