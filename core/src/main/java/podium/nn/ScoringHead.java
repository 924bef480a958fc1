package podium.nn;

import podium.engine.Activation;
import podium.engine.Engine.Linear;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.nn.Checkpoint.Bias;

/// The two layers, in f32, that turn the first token of a sequence into its logit:
///
///     logit = W₂ f(W₁ h + b₁) + b₂
record ScoringHead(Linear dense, Activation activation, LogitLayer output) {

  /// Loads both layers by name, both with a bias.
  ///
  /// @param dense name of W₁ and b₁
  /// @param output name of W₂ and b₂
  static ScoringHead load(
      Checkpoint checkpoint, String dense, Activation activation, String output, int hidden) {
    return load(checkpoint, dense, activation, LogitLayer.load(checkpoint, output, hidden), hidden);
  }

  /// Loads the first layer by name, with a bias.
  static ScoringHead load(
      Checkpoint checkpoint, String dense, Activation activation, LogitLayer output, int hidden) {
    return new ScoringHead(
        checkpoint.exactLinear(checkpoint.stored(dense, hidden, hidden, Bias.PRESENT)),
        activation,
        output);
  }

  /// One logit per row.
  ///
  /// @param h `[sequences, hidden]`
  /// @return `[sequences]`
  float[] logits(Operators o, Tensor h) {
    return output.logits(o, o.linear(h, dense, activation));
  }
}
