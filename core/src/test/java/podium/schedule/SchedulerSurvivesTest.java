package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.EngineFailure;
import podium.tensor.Encoding;

@Timeout(20)
class SchedulerSurvivesTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final IdleEngine engine = new IdleEngine();
  private final RecordingNetwork network = new RecordingNetwork();

  @Test
  void aCrashAndAnswersEveryCallerOfThatBatch() {
    try (var scheduler = scheduler(1, 100, 1000)) {
      Ticket crashing = scheduler.submit(List.of(Encodings.answering(RecordingNetwork.CRASH, 50)));
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

  private Scheduler scheduler(int workers, int batchTokens, long queueTokens) {
    return new Scheduler("test", network, engine, settings(workers, batchTokens, queueTokens));
  }

  private static SchedulerSettings settings(int workers, int batchTokens, long queueTokens) {
    return new SchedulerSettings(workers, 1, batchTokens, queueTokens);
  }
}
