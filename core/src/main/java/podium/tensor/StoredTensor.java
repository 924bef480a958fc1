package podium.tensor;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A tensor as it lies in a file: little-endian, row-major, usually memory-mapped and so not
/// aligned to its element size. Immutable; valid as long as the file stays open.
public final class StoredTensor {

  private final String name;
  private final DType dtype;
  private final long[] shape;
  private final Supplier<MemorySegment> data;

  public StoredTensor(String name, DType dtype, long[] shape, MemorySegment data) {
    this(name, dtype, shape, () -> data);
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

  private StoredTensor(String name, DType dtype, long[] shape, Supplier<MemorySegment> data) {
    this.name = name;
    this.dtype = dtype;
    this.shape = shape.clone();
    this.data = data;
  }

  /// An f32 tensor that is computed when its elements are asked for, once, and then kept for as
  /// long as somebody has the tensor.
  ///
  /// @param elements all elements, row-major
  public static StoredTensor computed(String name, Supplier<float[]> elements, long... shape) {
    return new StoredTensor(
        name, DType.F32, shape, new Once(() -> of(name, elements.get(), shape).data()));
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

  /// Whether its elements are computed, so that they take memory of their own from then on.
  public boolean isComputed() {
    return data instanceof Once;
  }

  /// The bytes, `elements() * dtype().bytes()` of them.
  public MemorySegment data() {
    return data.get();
  }

  /// Rows `from` until `to` of the first axis, without copying.
  public StoredTensor rows(long from, long to) {
    long[] part = shape.clone();
    part[0] = to - from;
    long rowBytes = shape[0] == 0 ? 0 : elements() / shape[0] * dtype.bytes();
    Objects.checkFromToIndex(from, to, shape[0]);
    return new StoredTensor(
        name, dtype, part, () -> data().asSlice(from * rowBytes, (to - from) * rowBytes));
  }

  /// The same data seen in another shape.
  public StoredTensor reshape(long... newShape) {
    StoredTensor result = new StoredTensor(name, dtype, newShape, data);
    if (result.elements() != elements()) {
      throw new IllegalArgumentException(
          "%s cannot be seen as %s".formatted(this, Arrays.toString(newShape)));
    }
    return result;
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
    MemorySegment bytes = data();
    switch (dtype) {
      case F32 ->
          MemorySegment.copy(
              bytes, JAVA_FLOAT_UNALIGNED, from * Float.BYTES, target, targetFrom, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          short half = bytes.get(JAVA_SHORT_UNALIGNED, (from + i) * Short.BYTES);
          target[targetFrom + i] = Float.float16ToFloat(half);
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          short upper = bytes.get(JAVA_SHORT_UNALIGNED, (from + i) * Short.BYTES);
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

  /// Remembers what it got.
  private static final class Once implements Supplier<MemorySegment> {
    private final Supplier<MemorySegment> source;
    private @Nullable MemorySegment result;

    Once(Supplier<MemorySegment> source) {
      this.source = source;
    }

    @Override
    public synchronized MemorySegment get() {
      if (result == null) {
        result = source.get();
      }
      return result;
    }
  }
}
