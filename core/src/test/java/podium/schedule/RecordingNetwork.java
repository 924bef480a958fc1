package podium.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import podium.engine.Operators;
import podium.nn.PairNetwork;
import podium.tensor.Batch;

/// Answers every sequence with its first token id and remembers the lengths in each batch, those of
/// prefixes first. Id −1 stands for a logit that is not a number, id −2 for a crash.
class RecordingNetwork implements PairNetwork {

  static final int NOT_A_NUMBER = -1;
  static final int CRASH = -2;

  final List<List<Integer>> batches = new CopyOnWriteArrayList<>();

  @Override
  public float[] logits(Operators operators, Batch batch) {
    var lengths = new Integer[batch.sequences()];
    Arrays.setAll(lengths, batch::length);
    batches.add(List.of(lengths));
    int prefixes = batch.prefixes().size();
    float[] logits = new float[batch.sequences() - prefixes];
    for (int s = 0; s < logits.length; s++) {
      int id = batch.ids()[batch.start(prefixes + s)];
      if (id == CRASH) {
        throw new StackOverflowError("made up");
      }
      logits[s] = id == NOT_A_NUMBER ? Float.NaN : id;
    }
    return logits;
  }

  /// One that computes nothing before it is let go.
  static final class Held extends RecordingNetwork {

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);

    @Override
    public float[] logits(Operators operators, Batch batch) {
      entered.countDown();
      await(letGo);
      return super.logits(operators, batch);
    }

    /// Waits until a worker has begun its first batch.
    void awaitEntered() {
      await(entered);
    }

    void letGo() {
      letGo.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(5, TimeUnit.SECONDS)) {
          throw new AssertionError("nothing happened for 5 s");
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
