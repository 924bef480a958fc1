package podium.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// A tensor as it lies in a file: little-endian, row-major, usually memory-mapped and so not
/// aligned to its element size. Immutable; valid as long as the file stays open.
public final class StoredTensor {

  private final String name;
  private final DType dtype;
  private final long[] shape;
  private final MemorySegment data;

  public StoredTensor(String name, DType dtype, long[] shape, MemorySegment data) {
    this.name = name;
    this.dtype = dtype;
    this.shape = shape.clone();
    this.data = data;
    if (data.byteSize() != elements() * dtype.bytes()) {
      throw new IllegalArgumentException(
          "tensor %s %s %s needs %d bytes, but has %d"
              .formatted(
                  name,
                  dtype,
                  Arrays.toString(shape),
                  elements() * dtype.bytes(),
                  data.byteSize()));
    }
  }

  /// An f32 tensor in memory of its own.
  public static StoredTensor of(String name, float[] elements, long... shape) {
    MemorySegment data = Arena.ofAuto().allocate((long) elements.length * Float.BYTES, Float.BYTES);
    MemorySegment.copy(elements, 0, data, JAVA_FLOAT_UNALIGNED, 0, elements.length);
    return new StoredTensor(name, DType.F32, shape, data);
  }

  public String name() {
    return name;
  }

  public DType dtype() {
    return dtype;
  }

  public int rank() {
    return shape.length;
  }

  public int dimension(int axis) {
    return Math.toIntExact(shape[axis]);
  }

  public long[] shape() {
    return shape.clone();
  }

  public long elements() {
    long product = 1;
    for (long size : shape) {
      product *= size;
    }
    return product;
  }

  /// The bytes, `elements() * dtype().bytes()` of them.
  public MemorySegment data() {
    return data;
  }

  /// Rows `from` until `to` of the first axis, without copying.
  public StoredTensor rows(long from, long to) {
    long[] part = shape.clone();
    part[0] = to - from;
    long rowBytes = shape[0] == 0 ? 0 : data.byteSize() / shape[0];
    return new StoredTensor(
        name, dtype, part, data.asSlice(from * rowBytes, (to - from) * rowBytes));
  }

  /// The same data seen in another shape.
  public StoredTensor reshape(long... newShape) {
    return new StoredTensor(name, dtype, newShape, data);
  }

  /// All elements as f32.
  ///
  /// @throws IllegalStateException if the dtype is not one of F32, F16, BF16
  public float[] toFloats() {
    float[] result = new float[Math.toIntExact(elements())];
    copyTo(0, result, 0, result.length);
    return result;
  }

  /// Copies `count` elements, beginning with element `from`, into `target` as f32.
  public void copyTo(long from, float[] target, int targetFrom, int count) {
    switch (dtype) {
      case F32 ->
          MemorySegment.copy(
              data, JAVA_FLOAT_UNALIGNED, from * Float.BYTES, target, targetFrom, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          short half = data.get(JAVA_SHORT_UNALIGNED, (from + i) * Short.BYTES);
          target[targetFrom + i] = Float.float16ToFloat(half);
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          short upper = data.get(JAVA_SHORT_UNALIGNED, (from + i) * Short.BYTES);
          target[targetFrom + i] = Float.intBitsToFloat(upper << 16);
        }
      }
      default ->
          throw new IllegalStateException(
              "tensor %s has dtype %s, which networks cannot use".formatted(name, dtype));
    }
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(name, dtype, Arrays.toString(shape));
  }
}
