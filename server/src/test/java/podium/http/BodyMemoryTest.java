package podium.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

  private long now;
  private final BodyMemory memory = new BodyMemory(100, () -> now);

  private void wait(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void whatAllBodiesMayUseIsBounded() {
    var one = memory.share();
    var other = memory.share();

    assertThat(one.take(60)).isTrue();
    assertThat(other.take(41)).isFalse();
    assertThat(other.take(40)).isTrue();
    one.giveBack();
    assertThat(other.take(60)).isTrue();
  }

  @Test
  void whatIsGivenBackTwiceCountsOnce() {
    var one = memory.share();
    one.take(60);
    memory.share().take(40);

    one.giveBack();
    one.giveBack();

    assertThat(memory.share().take(61)).isFalse();
    assertThat(memory.share().take(60)).isTrue();
  }

  /// Half of it is wanted, and all is expected to go in twice its age.
  @Test
  void bodiesAreExpectedToStayAsLongAsTheyHaveBeenThere() {
    memory.share().take(100);
    wait(8);

    assertThat(memory.retryAfter(50)).isEqualTo(Duration.ofSeconds(8));
    assertThat(memory.retryAfter(100)).isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void everyByteCountsWithItsOwnAge() {
    memory.share().take(50);
    wait(12);
    var growing = memory.share();
    growing.take(25);
    wait(4);
    growing.take(25);

    // (50 · 16 s + 25 · 4 s + 25 · 0 s) ÷ 100 = 9 s
    assertThat(memory.retryAfter(100)).isEqualTo(Duration.ofSeconds(18));
    growing.giveBack();
    assertThat(memory.retryAfter(100)).isEqualTo(Duration.ofSeconds(32));
  }

  @Test
  void roomThatIsThereNeedsNoWaiting() {
    memory.share().take(60);
    wait(10);

    assertThat(memory.retryAfter(40)).isEqualTo(Duration.ofSeconds(1));
    assertThat(memory.retryAfter(100)).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void noTimeIsLongerThanAMinuteOrShorterThanASecond() {
    assertThat(memory.retryAfter(1000)).isEqualTo(Duration.ofSeconds(1));
    memory.share().take(100);
    assertThat(memory.retryAfter(100)).isEqualTo(Duration.ofSeconds(1));
    wait(1000);
    assertThat(memory.retryAfter(100)).isEqualTo(Duration.ofSeconds(60));
  }
}
