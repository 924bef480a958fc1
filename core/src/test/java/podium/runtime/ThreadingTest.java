package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import podium.RerankerOptions;
import podium.model.Recognition.Template;

class ThreadingTest {

  @Test
  void eachCoreIsAWorkerByDefault() {
    assertThat(threading(0, 0, 6)).isEqualTo(new Threading(6, 1));
  }

  @Test
  void workersShareTheCores() {
    assertThat(threading(2, 0, 7)).isEqualTo(new Threading(2, 3));
    assertThat(threading(9, 0, 7)).isEqualTo(new Threading(9, 1));
  }

  @Test
  void thereAreAsManyWorkersAsHaveTheirThreads() {
    assertThat(threading(0, 2, 7)).isEqualTo(new Threading(3, 2));
    assertThat(threading(0, 9, 7)).isEqualTo(new Threading(1, 9));
  }

  @Test
  void whatIsAskedForIsDone() {
    assertThat(threading(3, 5, 2)).isEqualTo(new Threading(3, 5));
  }

  @Test
  void coresShareTheOneSequenceOfAListwiseModel() {
    assertThat(listwise(0, 0, 1)).isEqualTo(new Threading(1, 1));
    assertThat(listwise(0, 0, 6)).isEqualTo(new Threading(1, 6));
    assertThat(listwise(0, 0, 12)).isEqualTo(new Threading(2, 6));
    assertThat(listwise(0, 0, 64)).isEqualTo(new Threading(8, 8));
    assertThat(listwise(3, 0, 6)).isEqualTo(new Threading(3, 2));
    assertThat(listwise(0, 1, 6)).isEqualTo(new Threading(6, 1));
  }

  private static Threading threading(int workers, int threads, int cores) {
    return Threading.of(options(workers, threads), Template.PAIR, cores);
  }

  private static Threading listwise(int workers, int threads, int cores) {
    return Threading.of(options(workers, threads), Template.JINA_V3, cores);
  }

  private static RerankerOptions options(int workers, int threads) {
    var plain = RerankerOptions.DEFAULT;
    return new RerankerOptions(
        plain.precision(),
        plain.specialTokens(),
        workers,
        threads,
        plain.batchTokens(),
        plain.queueTokens());
  }
}
