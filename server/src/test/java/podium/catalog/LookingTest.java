package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookingTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();

  private Looking looking(Runnable look) {
    return new Looking(
        () -> {
          looks.incrementAndGet();
          look.run();
        },
        now::get);
  }

  private void aSecondPasses() {
    now.addAndGet(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void looksOnceASecond() {
    Looking looking = looking(() -> {});
    looking.look(PATIENCE);
    assertThat(looks).hasValue(0);

    aSecondPasses();
    looking.look(PATIENCE);
    looking.look(PATIENCE);
    assertThat(looks).hasValue(1);

    aSecondPasses();
    looking.look(PATIENCE);
    assertThat(looks).hasValue(2);
  }

  @Test
  void foldersThatDoNotAnswerHoldUpNobodyForLong() throws Exception {
    var answers = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Looking looking =
        looking(() -> {
          await(answers);
          ended.countDown();
        });
    aSecondPasses();

    looking.look(Duration.ofMillis(10));
    aSecondPasses();
    looking.look(Duration.ofMillis(10));
    assertThat(looks).hasValue(1);

    answers.countDown();
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    looking.look(PATIENCE);
    aSecondPasses();
    looking.look(PATIENCE);
    assertThat(looks).hasValue(2);
  }

  @Test
  void aLookThatFailsIsNotTheLast() {
    Looking looking =
        looking(() -> {
          throw new IllegalStateException("a bug");
        });
    for (int i = 0; i < 2; i++) {
      aSecondPasses();
      looking.look(PATIENCE);
    }

    assertThat(looks).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
