package podium.engine.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import podium.Precision;
import podium.RerankException.EngineFailure;
import podium.engine.Engine;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// How fast this machine multiplies matrices, measured: what the speed of networks is compared
/// with.
///
/// Each worker multiplies `[2048, 1024]` by `[1024, 4096]`, all at the same time, with weights in
/// the layout that the library likes best. A single measurement may be disturbed by others on the
/// machine; take the best of several, interleaved with what is compared. One thread at a time.
public final class MatrixPeak implements AutoCloseable {

  private static final int ROWS = 2048;
  private static final int IN = 1024;
  private static final int OUT = 4096;

  /// Operations of one product.
  public static final double FLOPS = 2.0 * ROWS * IN * OUT;

  private final Engine engine;
  private final ExecutorService threads;
  private final List<Worker> workers;

  /// @param workers how many products run at the same time
  /// @param threadsPerWorker how many threads share each product
  public MatrixPeak(Precision precision, int workers, int threadsPerWorker) {
    this.engine = OneDnnEngine.open(precision);
    this.threads = Executors.newFixedThreadPool(workers);
    Engine.Linear layer = engine.linear(List.of(random(OUT, IN)), List.of());
    StoredTensor input = random(ROWS, IN);
    this.workers =
        IntStream.range(0, workers)
            .mapToObj(_ -> new Worker(engine, layer, input, threadsPerWorker))
            .toList();
    gflops(); // compiles
  }

  /// All workers' products together, in 10⁹ floating-point operations per second.
  public double gflops() {
    long begin = System.nanoTime();
    List<Future<?>> products = new ArrayList<>();
    workers.forEach(worker -> products.add(threads.submit(worker)));
    products.forEach(MatrixPeak::await);
    return workers.size() * FLOPS / (System.nanoTime() - begin);
  }

  private static void await(Future<?> product) {
    try {
      product.get();
    } catch (ExecutionException e) {
      throw new EngineFailure("a matrix product failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineFailure("interrupted while measuring matrix products", e);
    }
  }

  @Override
  public void close() {
    threads.close();
    workers.forEach(worker -> worker.operators.close());
    engine.close();
  }

  private static StoredTensor random(int rows, int columns) {
    var random = new Random(1);
    MemorySegment data = Arena.ofAuto().allocate((long) rows * columns * Float.BYTES);
    for (long i = 0; i < (long) rows * columns; i++) {
      data.setAtIndex(JAVA_FLOAT, i, random.nextFloat() - 0.5f);
    }
    return new StoredTensor("random", DType.F32, new long[] {rows, columns}, data);
  }

  /// One product, again and again.
  private static final class Worker implements Runnable {
    private final Operators operators;
    private final Engine.Linear layer;
    private final Tensor input;

    Worker(Engine engine, Engine.Linear layer, StoredTensor input, int threads) {
      this.operators = engine.operators(threads);
      this.layer = layer;
      int[] rows = IntStream.range(0, ROWS).toArray();
      Tensor exact = operators.embed(new Lookup(engine.table(input), rows));
      this.input =
          operators.norm(exact, engine.layerNorm(input.rows(0, 1).reshape(IN), List.of(), 1f));
    }

    @Override
    public void run() {
      operators.linear(input, layer);
      operators.keep(input);
    }
  }
}
