package podium.engine.onednn;

/// An argument of a primitive.
///
/// @param index its `DNNL_ARG_…`
record Argument(int index, Layout layout) {

  static final int SOURCE = 1;
  static final int RESULT = 17;
  static final int WEIGHTS = 33;
  static final int BIAS = 41;
  static final int SCALE = 51;
  static final int SHIFT = 52;
  static final int SCRATCHPAD = 80;

  /// The second operand of the first post-op: `DNNL_ARG_ATTR_MULTIPLE_POST_OP(0) | DNNL_ARG_SRC_1`.
  static final int OPERAND = 32768 | 2;
}
