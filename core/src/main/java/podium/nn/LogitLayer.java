package podium.nn;

import podium.engine.Engine.Linear;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.nn.Checkpoint.Bias;

/// The last layer of a sequence classifier, in f32. With one label its output is the logit; with
/// two the logit is `l₁ − l₀`, since `softmax(l)₁ = sigmoid(l₁ − l₀)`.
record LogitLayer(Linear layer) {

  static LogitLayer load(Checkpoint checkpoint, String name, int hidden) {
    int labels = checkpoint.model().labels();
    return new LogitLayer(
        checkpoint.exactLinear(checkpoint.stored(name, hidden, labels, Bias.PRESENT)));
  }

  /// One logit per row. The end of a forward pass: nothing is kept.
  ///
  /// @param x `[sequences, hidden]`
  /// @return `[sequences]`
  float[] logits(Operators o, Tensor x) {
    float[] outputs = o.read(o.linear(x, layer));
    o.keep();
    return layer.out() == 1 ? outputs : differences(outputs);
  }

  private static float[] differences(float[] outputs) {
    float[] logits = new float[outputs.length / 2];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = outputs[2 * i + 1] - outputs[2 * i];
    }
    return logits;
  }
}
