package podium.bench;

import java.util.Map;
import java.util.TreeMap;

/// The size of an encoder.
///
/// @param globalEvery every so many layers, beginning with the first, attend to all tokens and the
///   others to a window; 0 for an encoder of BERT's kind, without windows, rotation and gates
public record EncoderShape(int layers, int hidden, int heads, int intermediate, int globalEvery) {

  static final int WINDOW_HALF = 64;

  private static final Map<String, EncoderShape> NAMED =
      new TreeMap<>(
          Map.of(
              "bge-reranker-base", new EncoderShape(12, 768, 12, 3072, 0),
              "bge-reranker-v2-m3", new EncoderShape(24, 1024, 16, 4096, 0),
              "ms-marco-minilm-l6", new EncoderShape(6, 384, 12, 1536, 0),
              "gte-reranker-modernbert-base", new EncoderShape(22, 768, 12, 1152, 3)));

  static EncoderShape named(String name) {
    EncoderShape shape = NAMED.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(
          "shape must be one of %s, but is %s".formatted(NAMED.keySet(), name));
    }
    return shape;
  }

  boolean isModern() {
    return globalEvery > 0;
  }

  int headSize() {
    return hidden / heads;
  }

  boolean isGlobal(int layer) {
    return !isModern() || layer % globalEvery == 0;
  }

  /// Floating-point operations of the matrix products for one sequence, a multiplication and an
  /// addition being two; keys out of reach do not count.
  double flops(int length) {
    double perToken = 2.0 * hidden * (4.0 * hidden + (isModern() ? 3.0 : 2.0) * intermediate);
    double flops = 0;
    for (int layer = 0; layer < layers; layer++) {
      flops += perToken * length + 4.0 * hidden * visibleKeys(length, layer);
    }
    return flops;
  }

  /// Summed over all queries.
  private double visibleKeys(int length, int layer) {
    if (isGlobal(layer)) {
      return (double) length * length;
    }
    double keys = 0;
    for (int i = 0; i < length; i++) {
      keys += Math.min(length, i + WINDOW_HALF + 1) - Math.max(0, i - WINDOW_HALF);
    }
    return keys;
  }
}
