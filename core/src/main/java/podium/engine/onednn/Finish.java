package podium.engine.onednn;

import podium.engine.Activation;

/// What a linear layer does last with each element of its result.
sealed interface Finish {

  record Nothing() implements Finish {}

  record Activate(Activation activation) implements Finish {}

  /// Adds the element of another matrix of the result's size.
  record Add(Element operand) implements Finish {}

  /// Multiplies with the element of another matrix of the result's size.
  record Multiply(Element operand) implements Finish {}
}
