package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.ModelUnavailable;

@Timeout(20)
class SchedulerClosingTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final IdleEngine engine = new IdleEngine();
  private final RecordingNetwork network = new RecordingNetwork();
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

  private Scheduler scheduler(int workers, int batchTokens, long queueTokens) {
    return new Scheduler("test", network, engine, settings(workers, batchTokens, queueTokens));
  }

  private static SchedulerSettings settings(int workers, int batchTokens, long queueTokens) {
    return new SchedulerSettings(workers, 1, batchTokens, queueTokens);
  }
}
