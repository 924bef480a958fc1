package podium.model;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.util.Arrays;
import java.util.Set;
import podium.RerankException.ModelUnavailable;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// A matrix whose elements MLX packed into unsigned integers of a few bits, with a scale and a bias
/// for each group of elements of a row:
///
///     w = scale · q + bias
///
/// | tensor          | shape                      | elements                                   |
/// |-----------------|----------------------------|--------------------------------------------|
/// | `NAME.weight`   | `[rows, columns · bits/32]` | U32, each 32 / bits values, lowest bits first |
/// | `NAME.scales`   | `[rows, columns / group]`  | F32, F16 or BF16                           |
/// | `NAME.biases`   | `[rows, columns / group]`  | F32, F16 or BF16                           |
///
/// Bits and group size follow from the shapes, since `config.json` may give some layers others.
record PackedWeights(StoredTensor packed, StoredTensor scales, StoredTensor biases) {

  private static final Set<Integer> BITS = Set.of(4, 8);
  private static final Set<Integer> GROUPS = Set.of(32, 64, 128);
  private static final String WEIGHT = ".weight";

  /// The matrix in f32, computed when its elements are asked for.
  ///
  /// @param file to be named in complaints
  StoredTensor matrix(String file, int rows, int columns) {
    int bits = checked(file, "bits", BITS, share(packed, rows, 32L * last(packed), columns));
    int group = checked(file, "group size", GROUPS, share(scales, rows, columns, last(scales)));
    if (!Arrays.equals(scales.shape(), biases.shape()) || !scales.dtype().isWeight()) {
      throw Refusal.of(
          "%s: %s and %s must be alike and F32, F16 or BF16".formatted(file, scales, biases));
    }
    return StoredTensor.computed(
        packed.name(), () -> elements(rows, columns, bits, group), rows, columns);
  }

  /// Whether `weight` is packed.
  static boolean isPacked(StoredTensor weight) {
    return weight.dtype() == DType.U32 && weight.rank() == 2 && weight.name().endsWith(WEIGHT);
  }

  /// The name of the tensor beside `weight`.
  static String beside(String weight, String other) {
    return weight.substring(0, weight.length() - WEIGHT.length()) + other;
  }

  private static long last(StoredTensor tensor) {
    return tensor.rank() == 2 ? tensor.dimension(1) : 0;
  }

  /// `dividend / divisor`, or 0 if the tensor has other rows or the division leaves a rest.
  private static int share(StoredTensor tensor, int rows, long dividend, long divisor) {
    boolean fits =
        tensor.rank() == 2 && tensor.dimension(0) == rows && divisor > 0 && dividend % divisor == 0;
    return fits ? (int) Math.min(dividend / divisor, Integer.MAX_VALUE) : 0;
  }

  private int checked(String file, String what, Set<Integer> allowed, int found) {
    if (!allowed.contains(found)) {
      throw refusal(file, what, allowed);
    }
    return found;
  }

  private ModelUnavailable refusal(String file, String what, Set<Integer> allowed) {
    return Refusal.of(
        "%s: the shapes of %s and %s must tell %s of %s"
            .formatted(
                file,
                packed,
                scales,
                what,
                allowed.stream().sorted().map(String::valueOf).toList()));
  }

  private float[] elements(int rows, int columns, int bits, int group) {
    float[] scale = scales.toFloats();
    float[] bias = biases.toFloats();
    int perWord = 32 / bits;
    int mask = (1 << bits) - 1;
    float[] result = new float[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < result.length; i++) {
      int word = packed.data().get(JAVA_INT_UNALIGNED, (long) (i / perWord) * Integer.BYTES);
      int value = (word >>> (i % perWord * bits)) & mask;
      result[i] = scale[i / group] * value + bias[i / group];
    }
    return result;
  }
}
