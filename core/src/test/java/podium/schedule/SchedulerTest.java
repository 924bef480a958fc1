package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.EngineFailure;
import podium.nn.PairNetwork;
import podium.tensor.Encoding;

@Timeout(20)
class SchedulerTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final IdleEngine engine = new IdleEngine();
  private final RecordingNetwork network = new RecordingNetwork();

  @Test
  void answersInTheOrderOfTheRequest() {
    try (var scheduler = scheduler(1, 100, 1000)) {
      Ticket ticket = scheduler.submit(Encodings.ofLengths(10, 90, 30, 80, 20));
      scheduler.start();

      assertThat(ticket.await(SOON).logits()).containsExactly(0, 1, 2, 3, 4);
      assertThat(network.batches).containsExactly(List.of(90), List.of(80), List.of(30, 20, 10));
    }
  }

  @Test
  void aBatchMixesRequests() {
    try (var scheduler = scheduler(1, 100, 1000)) {
      Ticket first = scheduler.submit(Encodings.ofLengths(30, 20));
      Ticket second = scheduler.submit(Encodings.ofLengths(40));
      scheduler.start();

      assertThat(first.await(SOON).logits()).containsExactly(0, 1);
      assertThat(second.await(SOON).logits()).containsExactly(0);
      assertThat(network.batches).containsExactly(List.of(30, 40, 20));
    }
  }

  @Test
  void eachWorkerOpensOperatorsOfItsOwnAndClosesThem() {
    try (var scheduler = scheduler(3, 100, 1000)) {
      scheduler.start();

      assertThat(engine.open).hasValue(3);
      assertThat(engine.threads)
          .containsExactlyInAnyOrder("test-worker-0", "test-worker-1", "test-worker-2");
    }
    assertThat(engine.open).hasValue(0);
  }

  @Test
  void aRequestWakesAllWorkersThatItCanUse() {
    var together = new CyclicBarrier(3);
    PairNetwork waitsForTheOthers =
        (operators, batch) -> {
          meet(together);
          return network.logits(operators, batch);
        };
    try (var scheduler = new Scheduler("test", waitsForTheOthers, engine, settings(3, 100, 1000))) {
      scheduler.start();

      Ticket ticket = scheduler.submit(Encodings.repeated(3, 50));

      assertThat(ticket.await(SOON).logits()).containsExactly(0, 1, 2);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(5, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWorkerThatCannotStartIsAFailureAndLeavesNothingOpen() {
    var small = new IdleEngine(2);
    var scheduler = new Scheduler("test", network, small, settings(3, 100, 1000));

    assertThatThrownBy(scheduler::start)
        .isInstanceOf(EngineFailure.class)
        .hasMessageContaining("no memory for another worker");

    assertThat(small.open).hasValue(0);
  }

  @Test
  void tellsWhereTheTimeWent() {
    long[] now = {0};
    try (var scheduler =
        new Scheduler("test", network, engine, settings(1, 100, 1000), () -> now[0])) {
      Ticket ticket = scheduler.submit(Encodings.ofLengths(60, 60));
      now[0] = 5;
      Running first = scheduler.next().orElseThrow();
      now[0] = 12;
      scheduler.finished(first, new float[1][1]);
      now[0] = 20;
      Running second = scheduler.next().orElseThrow();
      now[0] = 50;
      scheduler.finished(second, new float[1][1]);

      Outcome outcome = ticket.await(SOON);

      assertThat(outcome.queued()).isEqualTo(Duration.ofNanos(5));
      assertThat(outcome.computed()).isEqualTo(Duration.ofNanos(45));
    }
  }

  @Test
  void manyCallersAtOnceGetTheirOwnAnswers() throws Exception {
    List<FutureTask<Boolean>> callers = new ArrayList<>();
    try (var scheduler = scheduler(4, 256, 10_000_000)) {
      scheduler.start();
      for (int i = 0; i < 200; i++) {
        callers.add(new FutureTask<>(caller(scheduler, i)));
        Thread.startVirtualThread(callers.getLast());
      }
      for (var caller : callers) {
        assertThat(caller.get(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(scheduler.load().waitingTokens()).isZero();
    }
  }

  /// Five requests in a row; every third gives up at once. True if all answers were right.
  private static Callable<Boolean> caller(Scheduler scheduler, int seed) {
    return () -> {
      var random = new Random(seed);
      for (int round = 0; round < 5; round++) {
        int first = random.nextInt(1_000_000);
        List<Encoding> encodings = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(30); i++) {
          encodings.add(Encodings.answering(first + i, 1 + random.nextInt(300)));
        }
        Ticket ticket = scheduler.submit(encodings);
        if (random.nextInt(3) == 0) {
          var _ = catchThrowable(() -> ticket.await(Duration.ZERO));
        } else if (!answersFrom(first, ticket.await(Duration.ofSeconds(10)).logits())) {
          return false;
        }
      }
      return true;
    };
  }

  private static boolean answersFrom(int first, float[] logits) {
    for (int i = 0; i < logits.length; i++) {
      if (logits[i] != first + i) {
        return false;
      }
    }
    return true;
  }

  private Scheduler scheduler(int workers, int batchTokens, long queueTokens) {
    return new Scheduler("test", network, engine, settings(workers, batchTokens, queueTokens));
  }

  private static SchedulerSettings settings(int workers, int batchTokens, long queueTokens) {
    return new SchedulerSettings(workers, 1, batchTokens, queueTokens);
  }
}
