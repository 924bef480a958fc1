package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CaretakerTest {

  @Test
  void makesRoundsAlsoAfterOneThatFailed() throws Exception {
    var rounds = new CountDownLatch(3);
    try (var caretaker =
        new Caretaker(
            () -> {
              rounds.countDown();
              throw new IllegalStateException("a bug");
            },
            Duration.ofMillis(1))) {
      caretaker.start();

      assertThat(rounds.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
