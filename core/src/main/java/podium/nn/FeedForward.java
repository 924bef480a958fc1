package podium.nn;

import podium.engine.Activation;
import podium.engine.Engine.Linear;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.nn.Checkpoint.Bias;
import podium.nn.Checkpoint.StoredLinear;

/// The feed-forward half of an encoder's layer.
sealed interface FeedForward {

  /// `y = a + F(a)`, with the shape of a.
  Tensor addedTo(Operators o, Tensor a);

  /// `F(a) = W₂ f(W₁ a)` (Vaswani et al. 2017, section 3.3).
  record Plain(Linear expand, Activation activation, Linear contract) implements FeedForward {

    @Override
    public Tensor addedTo(Operators o, Tensor a) {
      return o.linearPlus(o.linear(a, expand, activation), contract, a);
    }
  }

  /// `F(a) = W_d (f(W_g a) ⊙ W_u a)` (Shazeer 2020).
  record Gated(Linear gate, Activation activation, Linear up, Linear down) implements FeedForward {

    @Override
    public Tensor addedTo(Operators o, Tensor a) {
      return o.linearPlus(o.linearTimes(a, up, o.linear(a, gate, activation)), down, a);
    }
  }

  /// A gated layer whose gate and other half are stored as one, without biases.
  ///
  /// @param both name of the stacked weights, `[2 · inner, hidden]`
  /// @param half which half of them is the gate
  static FeedForward gated(
      Checkpoint layer, String both, Half half, String down, EncoderShape shape) {
    int hidden = shape.hidden();
    int inner = shape.intermediate();
    StoredLinear stacked = layer.stored(both, hidden, 2 * inner, Bias.ABSENT);
    Linear first = layer.linear(stacked.outputs(0, inner));
    Linear second = layer.linear(stacked.outputs(inner, 2 * inner));
    Linear last = layer.linear(down, inner, hidden);
    return switch (half) {
      case FIRST -> new Gated(first, shape.activation(), second, last);
      case SECOND -> new Gated(second, shape.activation(), first, last);
    };
  }

  /// Of stacked weights.
  enum Half {
    FIRST,
    SECOND
  }
}
