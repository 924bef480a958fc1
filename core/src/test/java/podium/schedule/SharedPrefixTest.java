package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.EngineFailure;
import podium.RerankException.Overloaded;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

@Timeout(20)
class SharedPrefixTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final IdleEngine engine = new IdleEngine();
  private final RecordingNetwork network = new RecordingNetwork();
  private final Prefix prefix = new Prefix(new int[40]);

  @Test
  void isComputedWithTheFirstBatchOnly() {
    try (var scheduler = scheduler(1, 100)) {
      Ticket ticket = scheduler.submit(behind(prefix, 30, 30, 30, 30, 30));
      scheduler.start();

      Outcome outcome = ticket.await(SOON);

      assertThat(outcome.logits()).containsExactly(0, 1, 2, 3, 4);
      assertThat(outcome.tokens()).isEqualTo(40 + 5 * 30);
      assertThat(network.batches).containsExactly(List.of(40, 30, 30), List.of(30, 30, 30));
    }
  }

  @Test
  void countsForTheBudgetOfItsFirstBatch() {
    try (var scheduler = scheduler(1, 100)) {
      Ticket ticket = scheduler.submit(behind(prefix, 61, 60, 39));
      scheduler.start();

      assertThat(ticket.await(SOON).logits()).containsExactly(0, 1, 2);
      assertThat(network.batches).containsExactly(List.of(40, 61), List.of(60, 39));
    }
  }

  @Test
  void thatIsLongerThanABatchIsComputedWithOneDocument() {
    try (var scheduler = scheduler(1, 100)) {
      Prefix longPrefix = new Prefix(new int[500]);
      Ticket ticket = scheduler.submit(behind(longPrefix, 30, 20));
      scheduler.start();

      assertThat(ticket.await(SOON).logits()).containsExactly(0, 1);
      assertThat(network.batches).containsExactly(List.of(500, 30), List.of(20));
    }
  }

  @Test
  void ofOneDocumentIsNotKept() {
    try (var scheduler = scheduler(1, 100)) {
      Ticket ticket = scheduler.submit(behind(prefix, 30));
      scheduler.start();

      assertThat(ticket.await(SOON).tokens()).isEqualTo(70);
      assertThat(network.batches).containsExactly(List.of(70));
      assertThat(prefix.isTaken()).isFalse();
    }
  }

  @Test
  void isNotKeptWithoutRoomUntilOthersAreOver() {
    try (var scheduler = scheduler(1, 1000)) {
      Ticket large = scheduler.submit(behind(new Prefix(new int[970]), 1, 1));
      Ticket crowdedOut = scheduler.submit(behind(prefix, 30, 20));
      runOneBatch(scheduler);
      runOneBatch(scheduler);
      Ticket later = scheduler.submit(behind(prefix, 30, 20));

      assertThat(large.await(SOON).tokens()).isEqualTo(972);
      assertThat(crowdedOut.await(SOON).tokens()).isEqualTo(70 + 60);
      runOneBatch(scheduler);
      assertThat(later.await(SOON).tokens()).isEqualTo(40 + 30 + 20);
    }
  }

  @Test
  void documentsWithTheSamePrefixAreNeighbours() {
    Prefix other = new Prefix(new int[10]);
    try (var scheduler = scheduler(1, 1000)) {
      scheduler.submit(behind(prefix, 3, 3));
      scheduler.submit(behind(other, 2, 2));

      Running batch = scheduler.next().orElseThrow();

      assertThat(batch.jobs().stream().map(job -> job.encoding().prefix().orElseThrow()))
          .containsExactly(prefix, prefix, other, other);
      scheduler.finished(batch, new float[4][1]);
    }
  }

  @Test
  void isClosedWhenItsRequestIsDone() {
    try (var scheduler = scheduler(1, 100)) {
      scheduler.submit(behind(prefix, 60, 60));
      runOneBatch(scheduler);
      assertThat(prefix.isClosed()).isFalse();

      runOneBatch(scheduler);

      assertThat(prefix.isClosed()).isTrue();
    }
  }

  @Test
  void ofADroppedRequestIsClosedWhenNoBatchUsesIt() {
    try (var scheduler = scheduler(2, 100)) {
      Ticket ticket = scheduler.submit(behind(prefix, 30, 30, 30, 30, 30));
      Running first = scheduler.next().orElseThrow();
      Running second = scheduler.next().orElseThrow();
      var _ = catchThrowable(() -> ticket.await(Duration.ZERO));

      scheduler.finished(first, new float[first.jobs().size()][1]);
      assertThat(prefix.isClosed()).isFalse();
      scheduler.finished(second, new float[second.jobs().size()][1]);

      assertThat(prefix.isClosed()).isTrue();
    }
  }

  @Test
  void ofADroppedRequestThatNeverRanIsClosedAtOnce() {
    try (var scheduler = scheduler(1, 100)) {
      Ticket ticket = scheduler.submit(behind(prefix, 30, 30));

      var _ = catchThrowable(() -> ticket.await(Duration.ZERO));

      assertThat(prefix.isClosed()).isTrue();
    }
  }

  @Test
  void ofARefusedRequestIsClosed() {
    try (var scheduler = scheduler(1, 100)) {
      assertThatThrownBy(
              () -> {
                scheduler.submit(Encodings.repeated(19, 100));
                scheduler.submit(behind(prefix, 50, 50));
              })
          .isInstanceOf(Overloaded.class);

      assertThat(prefix.isClosed()).isTrue();
    }
  }

  @Test
  void isClosedWithTheScheduler() {
    var scheduler = scheduler(1, 100);
    scheduler.submit(behind(prefix, 50, 50));

    scheduler.close();

    assertThat(prefix.isClosed()).isTrue();
  }

  @Test
  void isClosedAfterACrash() {
    try (var scheduler = scheduler(1, 100)) {
      Encoding crash = Encodings.answering(RecordingNetwork.CRASH, 50).after(prefix);
      Ticket ticket = scheduler.submit(List.of(crash, crash));
      scheduler.start();

      assertThatThrownBy(() -> ticket.await(SOON)).isInstanceOf(EngineFailure.class);
    }
    assertThat(prefix.isClosed()).isTrue();
  }

  @Test
  void thatWasNeverComputedFailsThoseWhoWaitForIt() throws Exception {
    var otherWaits = new CountDownLatch(1);
    try (var scheduler =
        new Scheduler(
            "test",
            (_, batch) -> {
              if (batch.prefixes().isEmpty()) {
                otherWaits.countDown();
                batch.before(0).orElseThrow().at(0);
              } else {
                await(otherWaits);
                throw new IllegalStateException("made up");
              }
              return new float[1][1];
            },
            engine,
            new SchedulerSettings(2, 1, 100, 1000, 1000, 0))) {
      scheduler.start();
      Ticket ticket = scheduler.submit(behind(prefix, 60, 60));

      assertThatThrownBy(() -> ticket.await(SOON)).isInstanceOf(EngineFailure.class);
    }
    assertThat(prefix.isClosed()).isTrue();
  }

  @Test
  void mustBeTheSameForAllDocumentsOfARequest() {
    try (var scheduler = scheduler(1, 100)) {
      List<Encoding> mixed =
          List.of(
              Encodings.answering(0, 3).after(prefix),
              Encodings.answering(1, 3).after(new Prefix(new int[1])));

      assertThatThrownBy(() -> scheduler.submit(mixed))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static List<Encoding> behind(Prefix prefix, int... lengths) {
    return Encodings.ofLengths(lengths).stream().map(e -> e.after(prefix)).toList();
  }

  private static void runOneBatch(Scheduler scheduler) {
    Running batch = scheduler.next().orElseThrow();
    scheduler.finished(batch, new float[batch.jobs().size()][1]);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Scheduler scheduler(int workers, int batchTokens) {
    return new Scheduler(
        "test", network, engine, new SchedulerSettings(workers, 1, batchTokens, 2000, 1000, 0));
  }
}
