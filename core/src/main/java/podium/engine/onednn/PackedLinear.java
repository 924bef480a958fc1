package podium.engine.onednn;

import podium.engine.Engine;

/// A linear layer whose weights lie as matrix products want them.
///
/// @param layout shared by all layers of this size and type
/// @param biases f32, `[out]`; no bytes for none
record PackedLinear(
    int in, int out, Element element, Layout layout, NativeBuffer weights, NativeBuffer biases)
    implements Engine.Linear {

  boolean hasBias() {
    return biases.bytes() > 0;
  }
}
