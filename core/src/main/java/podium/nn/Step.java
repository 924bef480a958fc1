package podium.nn;

import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.Tensor;

/// A step of a formula that some networks have and others leave out.
interface Step {

  Step NONE = (_, x) -> x;

  Tensor of(Operators o, Tensor x);

  static Step linear(Engine.Linear layer) {
    return (o, x) -> o.linear(x, layer);
  }

  static Step norm(Engine.Norm norm) {
    return (o, x) -> o.norm(x, norm);
  }

  static Step headNorm(Engine.Norm norm) {
    return (o, x) -> o.normHeads(x, norm);
  }
}
