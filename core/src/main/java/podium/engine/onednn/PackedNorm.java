package podium.engine.onednn;

import podium.engine.Engine;

/// A normalization's parameters, f32.
///
/// @param flags of `dnnl_normalization_flags_t`
/// @param shift no bytes for none
record PackedNorm(int columns, float epsilon, int flags, NativeBuffer scale, NativeBuffer shift)
    implements Engine.Norm {

  static final int SCALE = 2;
  static final int SHIFT = 4;
  static final int ROOT_MEAN_SQUARE = 0x20;

  boolean hasShift() {
    return shift.bytes() > 0;
  }
}
