package podium.nn;

import java.util.List;
import podium.engine.Engine;
import podium.engine.Engine.Linear;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.nn.Checkpoint.Bias;
import podium.nn.Checkpoint.StoredLinear;
import podium.tensor.StoredTensor;

/// The last layer, in f32. With one output that is the logit; with two, those of a classifier with
/// two labels, the logit is `l₁ − l₀`, since `softmax(l)₁ = sigmoid(l₁ − l₀)`.
record LogitLayer(Linear layer) {

  /// @param weight `[1, hidden]`
  static LogitLayer of(StoredTensor weight, Engine engine) {
    return new LogitLayer(engine.exactLinear(List.of(weight), List.of()));
  }

  static LogitLayer load(Checkpoint checkpoint, String name, int hidden) {
    return load(checkpoint, name, hidden, Bias.PRESENT);
  }

  static LogitLayer load(Checkpoint checkpoint, String name, int hidden, Bias bias) {
    return of(checkpoint.stored(name, hidden, checkpoint.model().labels(), bias), checkpoint);
  }

  /// @param layer `hidden → 1`, or 2
  static LogitLayer of(StoredLinear layer, Checkpoint checkpoint) {
    return new LogitLayer(checkpoint.exactLinear(layer));
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
