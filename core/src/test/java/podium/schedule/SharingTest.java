package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import podium.Load;
import podium.Load.Fill;
import podium.tensor.Encoding;

/// How the work is shared out to workers, played through without threads: the workers are simulated
/// ones that compute 1000 tokens a second on a clock of their own.
class SharingTest {

  private static final long NANOS_PER_TOKEN = 1_000_000;

  private long now;

  @Test
  void twoWorkersShareWhatOneBatchAndAHalfWouldHold() {
    assertThat(sizes(2, Encodings.repeated(6, 250))).containsExactly(750L, 750L);
  }

  @Test
  void twoDocumentsUseBothWorkers() {
    assertThat(sizes(2, Encodings.repeated(2, 60))).containsExactly(60L, 60L);
  }

  @Test
  void fewDocumentsUseAsManyWorkersAsThereAre() {
    assertThat(sizes(16, Encodings.repeated(10, 130))).hasSize(10).containsOnly(130L);
  }

  @Test
  void batchesOfOneRequestAreEquallyLarge() {
    assertThat(sizes(2, Encodings.repeated(416, 10)))
        .hasSize(6)
        .allSatisfy(size -> assertThat(size).isCloseTo(693, within(10L)));
  }

  @Test
  void oneWorkerTakesAllThatFits() {
    assertThat(sizes(1, Encodings.repeated(10, 100))).containsExactly(1000L);
  }

  @Test
  void aWorkerThatBecomesFreeLeavesTheOthersTheirShareOfTheRest() {
    var simulation = new Simulation(2);
    simulation.scheduler.submit(Encodings.ofLengths(1000));
    var first = simulation.scheduler.next().orElseThrow();
    now += 1000 * NANOS_PER_TOKEN;
    simulation.scheduler.finished(first, new float[1][1]);
    simulation.scheduler.submit(Encodings.ofLengths(800));
    var _ = simulation.scheduler.next().orElseThrow();
    now += 500 * NANOS_PER_TOKEN; // the worker on it has 300 tokens to go
    simulation.scheduler.submit(Encodings.repeated(70, 10));

    var batch = simulation.scheduler.next().orElseThrow();

    assertThat(batch.tokens()).isEqualTo(500);
  }

  @Test
  void theLastWorkerEndsSoonAfterTheFirst() {
    List<Encoding> encodings = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      encodings.add(Encodings.answering(i, 20 + i));
    }
    var simulation = new Simulation(4);
    simulation.scheduler.submit(encodings);

    simulation.run();

    long tokens = encodings.stream().mapToLong(Encoding::length).sum();
    assertThat(now / NANOS_PER_TOKEN).isLessThan(Math.round(1.02 * tokens / 4));
  }

  /// Five documents of 105 tokens, asked at different moments while 5000 others are computed.
  @Test
  void aSmallRequestIsAnsweredWithinASmallMultipleOfItsTimeOnAnIdleServer() {
    var idle = new Simulation(2);
    long alone = idle.timeOf(idle.scheduler.submit(Encodings.repeated(5, 105)));
    List<Double> multiples = new ArrayList<>();
    var busy = new Simulation(2);
    busy.scheduler.submit(Encodings.repeated(5000, 105));
    for (int i = 0; i < 25; i++) {
      busy.runUntil(now + (3333 + i * 41L) * NANOS_PER_TOKEN);
      multiples.add(
          (double) busy.timeOf(busy.scheduler.submit(Encodings.repeated(5, 105))) / alone);
    }

    assertThat(multiples).allSatisfy(multiple -> assertThat(multiple).isLessThan(6.5));
    assertThat(multiples.stream().mapToDouble(x -> x).average().orElseThrow()).isLessThan(5);
  }

  @Test
  void countsWhatItDoes() {
    var simulation = new Simulation(2);
    simulation.scheduler.submit(Encodings.repeated(6, 250));
    var first = simulation.scheduler.next().orElseThrow();

    Load before = simulation.scheduler.load();
    now += Duration.ofSeconds(3).toNanos();
    simulation.scheduler.finished(first, new float[3][1]);
    Load after = simulation.scheduler.load();

    assertThat(before)
        .isEqualTo(
            new Load(1, 750, 1, 750, 0, 0, 0, Duration.ZERO, Load.NONE.fill(), Load.NONE.saved()));
    assertThat(after)
        .isEqualTo(
            new Load(
                1,
                750,
                0,
                0,
                1,
                3,
                750,
                Duration.ofSeconds(3),
                new Fill(List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 0L, 0L, 0L), 750 / 1024.0),
                Load.NONE.saved()));
  }

  @Test
  void countsHowFullBatchesWere() {
    var simulation = new Simulation(1);
    for (int length : new int[] {1024, 2000, 102, 103}) {
      simulation.scheduler.submit(Encodings.ofLengths(length));
      simulation.run();
    }

    assertThat(simulation.scheduler.load().fill())
        .isEqualTo(new Fill(List.of(1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L), 3229 / 1024.0));
  }

  private List<Long> sizes(int workers, List<Encoding> encodings) {
    var simulation = new Simulation(workers);
    simulation.scheduler.submit(encodings);
    return simulation.run();
  }

  private final class Simulation {

    private record Busy(long until, Running batch) {}

    final Scheduler scheduler;
    private final int workers;
    private final PriorityQueue<Busy> busy =
        new PriorityQueue<>(Comparator.comparingLong(Busy::until));
    private final List<Long> sizes = new ArrayList<>();

    Simulation(int workers) {
      this.workers = workers;
      this.scheduler =
          new Scheduler(
              "test",
              new RecordingNetwork(),
              new IdleEngine(),
              new SchedulerSettings(workers, 1, 1024, 1_000_000),
              () -> now);
    }

    /// Until all is computed.
    ///
    /// @return the sizes of the batches in tokens
    List<Long> run() {
      begin();
      while (!busy.isEmpty()) {
        end();
      }
      return sizes;
    }

    void runUntil(long time) {
      begin();
      while (!busy.isEmpty() && busy.element().until() <= time) {
        end();
      }
      now = time;
    }

    /// How long it takes to answer what was submitted now.
    long timeOf(Ticket ticket) {
      long submitted = now;
      begin();
      while (!ticket.isDone()) {
        end();
      }
      return now - submitted;
    }

    private void begin() {
      while (busy.size() < workers && scheduler.load().waitingTokens() > 0) {
        Running batch = scheduler.next().orElseThrow();
        sizes.add(batch.tokens());
        busy.add(new Busy(now + batch.tokens() * NANOS_PER_TOKEN, batch));
      }
    }

    private void end() {
      Busy first = busy.remove();
      now = first.until();
      scheduler.finished(first.batch(), new float[first.batch().jobs().size()][1]);
      begin();
    }
  }
}
