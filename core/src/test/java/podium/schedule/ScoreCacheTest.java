package podium.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.Load;
import podium.Load.Saved;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

@Timeout(20)
class ScoreCacheTest {

  private static final Duration SOON = Duration.ofSeconds(5);

  private final RecordingNetwork network = new RecordingNetwork();

  @Test
  void answersWhatItKnowsWithoutComputing() {
    try (var scheduler = scheduler(100)) {
      scheduler.start();
      scheduler.submit(List.of(alike(1), alike(2))).await(SOON);

      Outcome outcome = scheduler.submit(List.of(alike(2), alike(1))).await(SOON);

      assertThat(outcome.logits()).containsExactly(2, 1);
      assertThat(outcome.tokens()).isEqualTo(20);
      assertThat(outcome.queued()).isZero();
      assertThat(outcome.computed()).isZero();
      assertThat(network.batches).containsExactly(List.of(10, 10));
      assertThat(scheduler.load().saved()).isEqualTo(new Saved(0, 2, 2, 2));
    }
  }

  @Test
  void leavesToBeComputedWhatItDoesNotKnow() {
    try (var scheduler = scheduler(100)) {
      scheduler.start();
      scheduler.submit(List.of(alike(1), alike(2))).await(SOON);

      Outcome outcome = scheduler.submit(List.of(alike(2), alike(3), alike(1))).await(SOON);

      assertThat(outcome.logits()).containsExactly(2, 3, 1);
      assertThat(outcome.tokens()).isEqualTo(30);
      assertThat(network.batches).containsExactly(List.of(10, 10), List.of(10));
    }
  }

  @Test
  void knowsWhatHadAPrefix() {
    try (var scheduler = scheduler(100)) {
      scheduler.start();
      scheduler.submit(behind(new Prefix(new int[] {9}))).await(SOON);
      var unused = new Prefix(new int[] {9});

      Outcome outcome = scheduler.submit(behind(unused)).await(SOON);

      assertThat(outcome.logits()).containsExactly(1, 2);
      assertThat(outcome.tokens()).isEqualTo(21);
      assertThat(network.batches).hasSize(1);
      assertThat(unused.isClosed()).isTrue();
      assertThat(unused.isTaken()).isFalse();
    }
  }

  private static List<Encoding> behind(Prefix prefix) {
    return List.of(alike(1).after(prefix), alike(2).after(prefix));
  }

  @Test
  void answersWhileTheQueueIsFull() {
    try (var scheduler = scheduler(100)) {
      Ticket first = scheduler.submit(List.of(alike(1)));
      Running batch = scheduler.next().orElseThrow();
      scheduler.finished(batch, new float[][] {{1}});
      scheduler.submit(Encodings.repeated(10, 100));

      assertThat(scheduler.submit(List.of(alike(1))).await(Duration.ZERO).logits())
          .isEqualTo(first.await(Duration.ZERO).logits());
    }
  }

  @Test
  void keepsNoMoreThanItMay() {
    try (var scheduler = scheduler(7)) {
      scheduler.start();
      scheduler.submit(Encodings.repeated(10, 10)).await(SOON);
      scheduler.submit(Encodings.repeated(10, 10)).await(SOON);

      assertThat(scheduler.load().saved().cachedScores()).isBetween(1L, 7L);
    }
  }

  @Test
  void keepsNothingThatIsNoNumber() {
    try (var scheduler = scheduler(100)) {
      scheduler.start();
      Encoding bad = Encodings.alike(RecordingNetwork.NOT_A_NUMBER, 10);
      scheduler.submit(List.of(bad)).await(SOON);
      scheduler.submit(List.of(bad)).await(SOON);

      assertThat(network.batches).hasSize(2);
      assertThat(scheduler.load().saved().cachedScores()).isZero();
    }
  }

  @Test
  void isOffUnlessAskedFor() {
    try (var scheduler = scheduler(0)) {
      scheduler.start();
      scheduler.submit(List.of(alike(1))).await(SOON);
      scheduler.submit(List.of(alike(1))).await(SOON);

      assertThat(network.batches).hasSize(2);
      assertThat(scheduler.load().saved()).isEqualTo(Load.NONE.saved());
    }
  }

  private static Encoding alike(int answer) {
    return Encodings.alike(answer, 10);
  }

  private Scheduler scheduler(long cachedScores) {
    return new Scheduler(
        "test",
        network,
        new IdleEngine(),
        new SchedulerSettings(1, 1, 100, 1000, 1000, cachedScores));
  }
}
