package podium.engine;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import podium.tensor.Batch;
import podium.tensor.DType;
import podium.tensor.Encoding;
import podium.tensor.StoredTensor;

/// Random weights and inputs for tests of engines, the same for the same seed. As in a file,
/// tensors are not aligned.
public final class RandomTensors {

  private final Random random;

  public RandomTensors(long seed) {
    this.random = new Random(seed);
  }

  /// Normally distributed with this standard deviation.
  public StoredTensor stored(DType dtype, double deviation, long... shape) {
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    MemorySegment data =
        Arena.ofAuto().allocate(elements * dtype.bytes() + 1, 64).asSlice(1); // off by one
    for (long i = 0; i < elements; i++) {
      put(data, i, dtype, (float) (random.nextGaussian() * deviation));
    }
    return new StoredTensor("random", dtype, shape, data);
  }

  private static void put(MemorySegment data, long i, DType dtype, float x) {
    switch (dtype) {
      case F32 -> data.set(JAVA_FLOAT_UNALIGNED, i * Float.BYTES, x);
      case F16 -> data.set(JAVA_SHORT_UNALIGNED, i * Short.BYTES, Float.floatToFloat16(x));
      case BF16 ->
          data.set(
              JAVA_SHORT_UNALIGNED, i * Short.BYTES, (short) (Float.floatToRawIntBits(x) >> 16));
      default -> throw new IllegalArgumentException(dtype + " is not a weight");
    }
  }

  public int[] ids(int count, int bound) {
    return random.ints(count, 0, bound).toArray();
  }

  public float[] angles(int count) {
    float[] result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = (float) (random.nextDouble() * 6);
    }
    return result;
  }

  /// A batch of sequences of these lengths; the ids do not matter.
  public static Batch batch(int... lengths) {
    List<Encoding> encodings = new ArrayList<>();
    for (int length : lengths) {
      encodings.add(new Encoding(new int[length], new int[length], false));
    }
    return Batch.of(encodings);
  }

  /// `0, 1, …, count - 1`
  public static int[] identity(int count) {
    return IntStream.range(0, count).toArray();
  }
}
