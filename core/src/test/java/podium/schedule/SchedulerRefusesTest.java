package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.InvalidRequest;
import podium.RerankException.Overloaded;

@Timeout(20)
class SchedulerRefusesTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final IdleEngine engine = new IdleEngine();
  private final RecordingNetwork network = new RecordingNetwork();

  @Test
  void aRequestWholeWhenItDoesNotFit() {
    try (var scheduler = scheduler(1, 100, 1000)) {
      scheduler.submit(Encodings.repeated(9, 100));

      assertThatThrownBy(() -> scheduler.submit(Encodings.repeated(2, 100)))
          .isInstanceOf(Overloaded.class)
          .hasMessage("900 tokens are waiting and 200 more exceed the limit of 1000, retry in 2 s");
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
          catchThrowableOfType(Overloaded.class, () -> scheduler.submit(Encodings.repeated(1, 1)));

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
          catchThrowableOfType(Overloaded.class, () -> scheduler.submit(Encodings.repeated(1, 1)));

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
          catchThrowableOfType(Overloaded.class, () -> scheduler.submit(Encodings.repeated(1, 1)));

      assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }
  }

  private Scheduler scheduler(int workers, int batchTokens, long queueTokens) {
    return new Scheduler("test", network, engine, settings(workers, batchTokens, queueTokens));
  }

  private static SchedulerSettings settings(int workers, int batchTokens, long queueTokens) {
    return new SchedulerSettings(workers, 1, batchTokens, queueTokens);
  }
}
