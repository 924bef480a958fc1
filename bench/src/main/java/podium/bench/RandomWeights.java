package podium.bench;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import podium.engine.Engine;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// Weights around 0, cut from one stock of random numbers.
final class RandomWeights {

  private static final int STOCK = 16 << 20;

  private final Engine engine;
  private final Random random = new Random(1);
  private final MemorySegment stock = Arena.ofAuto().allocate((long) STOCK * Float.BYTES);

  RandomWeights(Engine engine) {
    this.engine = engine;
    for (int i = 0; i < STOCK; i++) {
      stock.setAtIndex(JAVA_FLOAT, i, (random.nextFloat() - 0.5f) * 0.1f);
    }
  }

  Engine.Linear linear(int in, int out) {
    return engine.linear(List.of(tensor(out, in)), List.of(tensor(out)));
  }

  Engine.Norm norm(int columns, float epsilon) {
    return engine.layerNorm(tensor(columns), List.of(tensor(columns)), epsilon);
  }

  Engine.Table table(int rows, int columns) {
    return engine.table(tensor(rows, columns));
  }

  private StoredTensor tensor(long... shape) {
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    long from = random.nextLong(STOCK - elements);
    MemorySegment data = stock.asSlice(from * Float.BYTES, elements * Float.BYTES);
    return new StoredTensor("random", DType.F32, shape, data);
  }
}
