package podium.schedule;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import podium.Precision;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.Engine;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.RelativeTerms;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.Batch;
import podium.tensor.StoredTensor;

/// An engine for networks that compute without one. Counts the operators that are open and checks
/// that each is used by one thread only.
final class IdleEngine implements Engine {

  final AtomicInteger open = new AtomicInteger();
  final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final int mostWorkers;

  IdleEngine() {
    this(Integer.MAX_VALUE);
  }

  /// @param mostWorkers opening operators fails for further ones
  IdleEngine(int mostWorkers) {
    this.mostWorkers = mostWorkers;
  }

  @Override
  public Operators operators(int count) {
    if (open.get() == mostWorkers) {
      throw new IllegalStateException("no memory for another worker");
    }
    open.incrementAndGet();
    threads.add(Thread.currentThread().getName());
    return new IdleOperators(open, Thread.currentThread());
  }

  @Override
  public String description() {
    return "idle";
  }

  @Override
  public Precision precision() {
    return Precision.F32;
  }

  @Override
  public Linear linear(List<StoredTensor> weights, List<StoredTensor> biases) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Linear exactLinear(List<StoredTensor> weights, List<StoredTensor> biases) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Norm layerNorm(StoredTensor weight, List<StoredTensor> bias, float epsilon) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Norm rmsNorm(StoredTensor weight, float epsilon, float offset) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Table table(StoredTensor weight) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Positions positions(StoredTensor weight) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private record IdleOperators(AtomicInteger open, Thread owner) implements Operators {

    @Override
    public void keep(Tensor... tensors) {
      if (Thread.currentThread() != owner) {
        throw new AssertionError("used by " + Thread.currentThread() + ", owned by " + owner);
      }
    }

    @Override
    public void close() {
      keep();
      open.decrementAndGet();
    }

    @Override
    public Tensor write(float[] elements, int columns) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor addRows(Tensor x, int[] rows, Tensor addend) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor joinRows(Tensor x, int count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor embed(Lookup... lookups) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor linear(Tensor x, Linear layer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor linear(Tensor x, Linear layer, Activation activation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor linearPlus(Tensor x, Linear layer, Tensor addend) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor linearTimes(Tensor x, Linear layer, Tensor factor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor norm(Tensor x, Norm norm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor normHeads(Tensor x, Norm norm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor columns(Tensor x, int from, int to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor attention(Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor attention(
        Tensor q, Tensor k, Tensor v, Batch batch, AttentionShape shape, RelativeTerms terms) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void rotate(Tensor x, Rotation rotation) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor rows(Tensor x, int[] rows) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor meanRows(Tensor x, Batch batch) {
      throw new UnsupportedOperationException();
    }

    @Override
    public float[] read(Tensor x) {
      throw new UnsupportedOperationException();
    }
  }
}
