package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;

@Timeout(20)
class SchedulerDropsTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final IdleEngine engine = new IdleEngine();
  private final RecordingNetwork network = new RecordingNetwork();
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

  private Scheduler scheduler(int workers, int batchTokens, long queueTokens) {
    return new Scheduler("test", network, engine, settings(workers, batchTokens, queueTokens));
  }

  private static SchedulerSettings settings(int workers, int batchTokens, long queueTokens) {
    return new SchedulerSettings(workers, 1, batchTokens, queueTokens);
  }
}
