package podium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import podium.engine.AttentionShape.Reach;
import podium.engine.SmallEncoder.Kind;
import podium.tensor.Batch;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// What every [Engine] must do, whatever it computes with. A new engine is tested by one subclass
/// that says how to open it.
public abstract class EngineContract {

  private static final int LONGEST = 8192;
  private static final long MEGABYTE = 1 << 20;

  private Engine engine;

  protected abstract Engine open();

  /// How far two computations of the same number around 1 may be apart when their sums were taken
  /// in different orders.
  protected abstract float tolerance();

  @BeforeEach
  void openEngine() {
    engine = open();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void aSequenceComputesTheSameAloneAndInCompany(Kind kind) {
    SmallEncoder encoder = new SmallEncoder(engine, kind);
    int[] lengths = {7, 130, 1, 64, 33};

    try (Operators operators = engine.operators(1)) {
      float[][] together = encoder.run(operators, lengths);

      for (int i = 0; i < lengths.length; i++) {
        assertSame(together[i], encoder.run(operators, lengths[i])[0]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfSequencesIsIrrelevant(Kind kind) {
    SmallEncoder encoder = new SmallEncoder(engine, kind);

    try (Operators operators = engine.operators(1)) {
      List<float[]> forwards = List.of(encoder.run(operators, 5, 70, 129, 16));
      List<float[]> backwards = new ArrayList<>(List.of(encoder.run(operators, 16, 129, 70, 5)));
      Collections.reverse(backwards);

      assertSame(forwards, backwards);
    }
  }

  @Test
  void theNumberOfThreadsIsIrrelevant() {
    SmallEncoder encoder = new SmallEncoder(engine, Kind.GLOBAL);

    try (Operators one = engine.operators(1);
        Operators three = engine.operators(3)) {
      assertSame(encoder.run(one, 300)[0], encoder.run(three, 300)[0]);
    }
  }

  @Test
  void operatorsMayBeUsedByAnotherThreadThanOpenedThem() throws Exception {
    SmallEncoder encoder = new SmallEncoder(engine, Kind.WINDOW);

    try (Operators operators = engine.operators(1);
        var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      float[] here = encoder.run(operators, 77)[0];
      float[] there = threads.submit(() -> encoder.run(operators, 77)[0]).get(1, TimeUnit.MINUTES);

      assertSame(here, there);
    }
  }

  @Test
  void severalThreadsComputeTheSameAtOnce() throws Exception {
    SmallEncoder encoder = new SmallEncoder(engine, Kind.GLOBAL);
    Callable<List<float[]>> manyRuns =
        () -> {
          try (Operators operators = engine.operators(1)) {
            for (int i = 0; i < 30; i++) {
              encoder.run(operators, 1 + i, 64, 31);
            }
            return List.of(encoder.run(operators, 64, 31, 100));
          }
        };

    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<float[]>>> results = threads.invokeAll(Collections.nCopies(4, manyRuns));

      List<float[]> expected = manyRuns.call();
      for (Future<List<float[]>> result : results) {
        assertSame(expected, result.get(1, TimeUnit.MINUTES));
      }
    }
  }

  /// Queries of zeros look at all keys in reach alike, so that the result is the mean of the
  /// values.
  @Test
  void theLongestInputWorksInLittleMemory() throws Exception {
    StoredTensor values = new RandomTensors(9).stored(DType.F32, 1, LONGEST, 32);
    StoredTensor zeros = new RandomTensors(9).stored(DType.F32, 0, 1, 32);
    Batch batch = RandomTensors.batch(LONGEST);
    assumeThat(ResidentMemory.isKnown()).isTrue();
    ResidentMemory before = ResidentMemory.now();

    for (Reach reach : List.of(new Reach.All(), new Reach.Window(64), new Reach.Causal())) {
      try (Operators o = engine.operators(1)) {
        Tensor v = o.embed(new Lookup(engine.table(values), RandomTensors.identity(LONGEST)));
        Tensor q = o.embed(new Lookup(engine.table(zeros), new int[LONGEST]));
        float[] y = o.read(o.attention(q, q, v, batch, new AttentionShape(2, 2, 16, 1, reach)));

        assertMeans(y, values.toFloats(), reach);
        // all scores of both heads would take 512 MB
        assertThat(ResidentMemory.now().growthSince(before)).isLessThan(96 * MEGABYTE);
      }
    }
  }

  /// Queries of zeros see only how far the keys are: their weights fall by the same factor with
  /// each step, so that sums from both ends make up the result.
  @Test
  void theLongestInputWithSlopesWorksInLittleMemory() throws Exception {
    List<Float> slopes = List.of(0.5f, 0.001f);
    StoredTensor values = new RandomTensors(9).stored(DType.F32, 1, LONGEST, 32);
    StoredTensor zeros = new RandomTensors(9).stored(DType.F32, 0, 1, 32);
    assumeThat(ResidentMemory.isKnown()).isTrue();
    ResidentMemory before = ResidentMemory.now();

    try (Operators o = engine.operators(1)) {
      Tensor v = o.embed(new Lookup(engine.table(values), RandomTensors.identity(LONGEST)));
      Tensor q = o.embed(new Lookup(engine.table(zeros), new int[LONGEST]));
      float[] y =
          o.read(
              o.attention(
                  q,
                  q,
                  v,
                  RandomTensors.batch(LONGEST),
                  AttentionShape.full(2, 16),
                  new RelativeTerms.Slopes(slopes)));

      assertThat(ResidentMemory.now().growthSince(before)).isLessThan(96 * MEGABYTE);
      float[] x = values.toFloats();
      for (int column = 0; column < 32; column += 5) {
        double[] expected = fading(x, column, Math.exp(-slopes.get(column / 16)));
        for (int row = 0; row < LONGEST; row++) {
          assertThat((double) y[row * 32 + column])
              .as("row %d, column %d", row, column)
              .isCloseTo(expected[row], within((double) tolerance()));
        }
      }
    }
  }

  /// For each row the mean of a column, weighted by `rate` to the power of the distance.
  private static double[] fading(float[] x, int column, double rate) {
    double[] sums = new double[LONGEST];
    double[] weights = new double[LONGEST];
    for (int direction : new int[] {1, -1}) {
      double sum = 0;
      double weight = 0;
      for (int i = 0; i < LONGEST; i++) {
        int row = direction > 0 ? i : LONGEST - 1 - i;
        sums[row] += sum * rate;
        weights[row] += weight * rate;
        sum = sum * rate + x[row * 32 + column];
        weight = weight * rate + 1;
      }
    }
    for (int row = 0; row < LONGEST; row++) {
      sums[row] = (sums[row] + x[row * 32 + column]) / (weights[row] + 1);
    }
    return sums;
  }

  private void assertMeans(float[] means, float[] values, Reach reach) {
    int width = values.length / LONGEST;
    double[] sums = new double[values.length + width]; // of the rows before
    for (int i = 0; i < values.length; i++) {
      sums[i + width] = sums[i] + values[i];
    }
    for (int row = 0; row < LONGEST; row += 97) {
      int first = reach instanceof Reach.Window(int half) ? Math.max(0, row - half) : 0;
      int end =
          switch (reach) {
            case Reach.All _ -> LONGEST;
            case Reach.Causal _ -> row + 1;
            case Reach.Window window -> Math.min(LONGEST, row + window.half() + 1);
          };
      for (int i = 0; i < width; i++) {
        double mean = (sums[end * width + i] - sums[first * width + i]) / (end - first);
        assertThat((double) means[row * width + i])
            .as("row %d with %s", row, reach)
            .isCloseTo(mean, within((double) tolerance()));
      }
    }
  }

  @Test
  void nativeMemoryDoesNotGrowOverTenThousandRuns() throws Exception {
    assumeThat(ResidentMemory.isKnown()).isTrue();
    SmallEncoder encoder = new SmallEncoder(engine, Kind.WINDOW);
    Random random = new Random(11);

    try (Operators operators = engine.operators(1)) {
      run(encoder, operators, random, 2_000);
      ResidentMemory before = least(encoder, operators, random);
      run(encoder, operators, random, 10_000);
      ResidentMemory after = least(encoder, operators, random);

      assertThat(after.growthSince(before)).isLessThan(30 * MEGABYTE);
    }
  }

  /// The least memory seen in the course of 2000 runs: compilation by the virtual machine takes
  /// tens of megabytes for moments.
  private static ResidentMemory least(SmallEncoder encoder, Operators operators, Random random)
      throws IOException {
    ResidentMemory least = ResidentMemory.now();
    for (int i = 0; i < 10; i++) {
      run(encoder, operators, random, 200);
      ResidentMemory now = ResidentMemory.now();
      least = now.growthSince(least) < 0 ? now : least;
    }
    return least;
  }

  private static void run(SmallEncoder encoder, Operators operators, Random random, int times) {
    for (int i = 0; i < times; i++) {
      encoder.run(operators, 1 + random.nextInt(40), 1 + random.nextInt(20));
    }
  }

  @Test
  void onlyWhatIsKeptCanBeRead() {
    Engine.Table table = engine.table(new RandomTensors(2).stored(DType.F32, 1, 3, 8));

    try (Operators operators = engine.operators(1)) {
      Tensor kept = operators.embed(new Lookup(table, new int[] {2, 0}));
      Tensor dropped = operators.embed(new Lookup(table, new int[] {1}));
      float[] before = operators.read(kept);
      operators.keep(operators.columns(kept, 2, 3));
      operators.embed(new Lookup(table, new int[] {1, 1}));

      assertThat(operators.read(kept)).containsExactly(before);
      assertThatThrownBy(() -> operators.read(dropped)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void idsOutsideOfTheTableAreRefused() {
    Engine.Table table = engine.table(new RandomTensors(2).stored(DType.F32, 1, 3, 8));

    try (Operators operators = engine.operators(1)) {
      for (int id : new int[] {-1, 3}) {
        assertThatThrownBy(() -> operators.embed(new Lookup(table, new int[] {id})))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("row " + id);
      }
    }
  }

  private void assertSame(List<float[]> expected, List<float[]> found) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertSame(expected.get(i), found.get(i));
    }
  }

  private void assertSame(float[] expected, float[] found) {
    assertThat(found).containsExactly(expected, within(tolerance()));
  }
}
