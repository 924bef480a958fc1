package podium.engine.onednn;

import podium.Precision;

/// Types of elements in native memory.
enum Element {
  F32(3, 4),
  BF16(2, 2);

  private final int code;
  private final int bytes;

  Element(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  static Element of(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case BF16 -> BF16;
    };
  }

  /// Its value in `dnnl_data_type_t`.
  int code() {
    return code;
  }

  int bytes() {
    return bytes;
  }
}
