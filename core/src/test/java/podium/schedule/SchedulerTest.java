package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.EngineFailure;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.Overloaded;
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

  @Nested
  class Refuses {

    @Test
    void aRequestWholeWhenItDoesNotFit() {
      try (var scheduler = scheduler(1, 100, 1000)) {
        scheduler.submit(Encodings.repeated(9, 100));

        assertThatThrownBy(() -> scheduler.submit(Encodings.repeated(2, 100)))
            .isInstanceOf(Overloaded.class)
            .hasMessage(
                "900 tokens are waiting and 200 more exceed the limit of 1000, retry in 2 s");
        assertThat(scheduler.load().waitingTokens()).isEqualTo(900);
        scheduler.submit(Encodings.repeated(1, 100));
      }
    }

    @Test
    void aRequestThatCouldNeverFitAsInvalid() {
      try (var scheduler = scheduler(1, 100, 1000)) {
        assertThatThrownBy(() -> scheduler.submit(Encodings.repeated(11, 100)))
            .isInstanceOf(InvalidRequest.class)
            .hasMessage("the request has 1100 tokens, but the queue admits at most 1000");
        scheduler.submit(Encodings.repeated(10, 100));
      }
    }

    @Test
    void withARetryTimeFromTheMeasuredPaceAndTheBacklog() {
      long[] now = {0};
      try (var scheduler =
          new Scheduler("test", network, engine, settings(2, 1000, 30_000), () -> now[0])) {
        scheduler.submit(Encodings.repeated(1, 1000));
        Running batch = scheduler.next().orElseThrow();
        now[0] += Duration.ofSeconds(1).toNanos();
        scheduler.finished(batch, new float[1][1]);
        scheduler.submit(Encodings.repeated(30, 1000));

        var refusal =
            catchThrowableOfType(
                Overloaded.class, () -> scheduler.submit(Encodings.repeated(1, 1)));

        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(15));
      }
    }

    @Test
    void withARetryTimeThatCountsWhatRuns() {
      long[] now = {0};
      try (var scheduler =
          new Scheduler("test", network, engine, settings(1, 1000, 30_000), () -> now[0])) {
        scheduler.submit(Encodings.repeated(1, 1000));
        Running batch = scheduler.next().orElseThrow();
        now[0] += Duration.ofSeconds(1).toNanos();
        scheduler.finished(batch, new float[1][1]);
        scheduler.submit(Encodings.repeated(1, 1000));
        scheduler.next();
        scheduler.submit(Encodings.repeated(30, 1000));

        var refusal =
            catchThrowableOfType(
                Overloaded.class, () -> scheduler.submit(Encodings.repeated(1, 1)));

        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(31));
      }
    }

    @Test
    void aWorsePriorityToMakeRoomForABetterOne() {
      try (var scheduler = scheduler(1, 100, 1000)) {
        Ticket worse = scheduler.submit(Encodings.repeated(9, 100), 8);
        Ticket better = scheduler.submit(Encodings.repeated(5, 100), 7);
        scheduler.start();

        assertThatThrownBy(() -> worse.await(SOON))
            .isInstanceOf(Overloaded.class)
            .hasMessage("the request made room for one of better priority, retry in 1 s");
        assertThat(better.await(SOON).logits()).hasSize(5);
      }
    }

    @Test
    void aBetterPriorityOnlyIfAllThatWaitsIsAsGood() {
      try (var scheduler = scheduler(1, 100, 1000)) {
        scheduler.submit(Encodings.repeated(9, 100), 7);

        assertThatThrownBy(() -> scheduler.submit(Encodings.repeated(2, 100), 7))
            .isInstanceOf(Overloaded.class);
        assertThatThrownBy(() -> scheduler.submit(Encodings.repeated(2, 100), 8))
            .isInstanceOf(Overloaded.class);
        scheduler.submit(Encodings.repeated(2, 100), 6);
      }
    }

    @Test
    void withARetryTimeOfAMinuteAtMost() {
      try (var scheduler = scheduler(1, 1000, 10_000_000)) {
        scheduler.submit(Encodings.repeated(10_000, 1000));

        var refusal =
            catchThrowableOfType(
                Overloaded.class, () -> scheduler.submit(Encodings.repeated(1, 1)));

        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(1));
      }
    }
  }

  @Nested
  class Drops {

    private final RecordingNetwork.Held held = new RecordingNetwork.Held();

    @Test
    void whatHasNotStartedWhenTheCallerIsInterrupted() throws Exception {
      try (var scheduler = new Scheduler("test", held, engine, settings(1, 100, 1000))) {
        scheduler.start();
        Ticket ticket = scheduler.submit(Encodings.repeated(3, 100));
        held.awaitEntered();
        var outcome = new FutureTask<>(() -> catchThrowable(() -> ticket.await(SOON)));
        Thread caller = Thread.startVirtualThread(outcome);

        caller.interrupt();

        assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
        assertThat(scheduler.load().waitingTokens()).isZero();
        held.letGo();
      }
      assertThat(held.batches).hasSize(1);
    }

    @Test
    void whatHasNotStartedWhenTheDeadlinePasses() {
      try (var scheduler = new Scheduler("test", held, engine, settings(1, 100, 1000))) {
        scheduler.start();
        Ticket ticket = scheduler.submit(Encodings.repeated(3, 100));
        held.awaitEntered();

        assertThatThrownBy(() -> ticket.await(Duration.ofMillis(1)))
            .isInstanceOf(DeadlineExceeded.class);

        assertThat(scheduler.load().waitingTokens()).isZero();
        held.letGo();
      }
      assertThat(held.batches).hasSize(1);
    }

    @Test
    void nothingOfOtherRequests() {
      try (var scheduler = scheduler(1, 100, 1000)) {
        Ticket impatient = scheduler.submit(Encodings.repeated(3, 100));
        Ticket patient = scheduler.submit(Encodings.repeated(3, 100));
        var _ = catchThrowable(() -> impatient.await(Duration.ZERO));
        scheduler.start();

        assertThat(patient.await(SOON).logits()).containsExactly(0, 1, 2);
        assertThat(network.batches).hasSize(3);
      }
    }

    @Test
    void andTheCallerStaysInterrupted() throws Exception {
      try (var scheduler = scheduler(1, 100, 1000)) {
        Ticket ticket = scheduler.submit(Encodings.repeated(3, 100));
        var interrupted =
            new FutureTask<>(() -> {
              Thread.currentThread().interrupt();
              var _ = catchThrowable(() -> ticket.await(SOON));
              return Thread.currentThread().isInterrupted();
            });
        Thread.startVirtualThread(interrupted);

        assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Nested
  class Survives {

    @Test
    void aCrashAndAnswersEveryCallerOfThatBatch() {
      try (var scheduler = scheduler(1, 100, 1000)) {
        Ticket crashing =
            scheduler.submit(List.of(Encodings.answering(RecordingNetwork.CRASH, 50)));
        Ticket beside = scheduler.submit(Encodings.repeated(3, 50));
        scheduler.start();

        assertThatThrownBy(() -> crashing.await(SOON))
            .isInstanceOf(EngineFailure.class)
            .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> beside.await(SOON)).isInstanceOf(EngineFailure.class);
        assertThat(scheduler.submit(Encodings.repeated(2, 50)).await(SOON).logits())
            .containsExactly(0, 1);
      }
    }

    @Test
    void aLogitThatIsNotFinite() {
      try (var scheduler = scheduler(1, 100, 1000)) {
        Encoding bad = Encodings.answering(RecordingNetwork.NOT_A_NUMBER, 10);
        Encoding good = Encodings.answering(7, 10);
        Ticket broken = scheduler.submit(List.of(good, bad, good, bad));
        Ticket beside = scheduler.submit(List.of(good));
        scheduler.start();

        assertThat(broken.await(SOON).logits()).containsExactly(7, Float.NaN, 7, Float.NaN);
        assertThat(beside.await(SOON).logits()).containsExactly(7);
      }
    }

    @Test
    void aNetworkThatForgetsAnAnswer() {
      try (var scheduler =
          new Scheduler("test", (_, _) -> new float[1][1], engine, settings(1, 100, 1000))) {
        Ticket ticket = scheduler.submit(Encodings.repeated(2, 10));
        scheduler.start();

        assertThatThrownBy(() -> ticket.await(SOON))
            .isInstanceOf(EngineFailure.class)
            .hasMessageContaining("1 outputs for 2 sequences");
      }
    }
  }

  @Nested
  class Closing {

    private final RecordingNetwork.Held held = new RecordingNetwork.Held();

    @Test
    void finishesWhatWasAdmitted() {
      var scheduler = scheduler(2, 100, 10_000);
      Ticket ticket = scheduler.submit(Encodings.repeated(50, 100));
      scheduler.start();

      scheduler.close();

      assertThat(ticket.await(Duration.ZERO).logits()).hasSize(50);
    }

    @Test
    void refusesNewRequests() {
      var scheduler = scheduler(1, 100, 1000);
      scheduler.start();
      scheduler.close();

      assertThatThrownBy(() -> scheduler.submit(Encodings.repeated(1, 1)))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("the model is closing");
    }

    @Test
    void withoutGraceFinishesOnlyWhatRuns() {
      var scheduler = new Scheduler("test", held, engine, settings(1, 100, 1000));
      scheduler.start();
      Ticket running = scheduler.submit(Encodings.repeated(1, 100));
      held.awaitEntered();
      Ticket waiting = scheduler.submit(Encodings.repeated(1, 100));
      Thread closer = Thread.startVirtualThread(() -> scheduler.close(Duration.ZERO));

      assertThatThrownBy(() -> waiting.await(SOON)).isInstanceOf(ModelUnavailable.class);
      assertThat(closer.isAlive()).isTrue();
      held.letGo();

      assertThat(running.await(SOON).logits()).containsExactly(0);
    }

    @Test
    void ofOneThatNeverStartedAnswersThoseWhoWait() {
      var scheduler = scheduler(1, 100, 1000);
      Ticket ticket = scheduler.submit(Encodings.repeated(1, 100));

      scheduler.close();

      assertThatThrownBy(() -> ticket.await(SOON)).isInstanceOf(ModelUnavailable.class);
    }

    @Test
    void twiceIsFine() {
      var scheduler = scheduler(1, 100, 1000);
      scheduler.start();

      scheduler.close();
      scheduler.close();

      assertThat(engine.open).hasValue(0);
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
