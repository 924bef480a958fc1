package podium.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void ofManyValuesIsThatOfTheNormalDistribution() {
    List<Double> values = IntStream.range(0, 400).mapToObj(i -> (double) (i % 2)).toList();

    Interval interval = Interval.ofMean(values);

    // mean 0.5, standard error 0.5 / √400, 1.96 of them on either side; resampling moves it a
    // little
    assertThat(interval.from()).isCloseTo(0.5 - 0.049, offset(0.004));
    assertThat(interval.to()).isCloseTo(0.5 + 0.049, offset(0.004));
  }

  @Test
  void isWiderWithFewerValues() {
    Interval few = Interval.ofMean(List.of(0.0, 1.0, 0.0, 1.0));

    assertThat(few.to() - few.from()).isGreaterThan(0.7);
  }

  @Test
  void ofEqualValuesIsTheValue() {
    assertThat(Interval.ofMean(Collections.nCopies(30, -0.25)))
        .isEqualTo(new Interval(-0.25, -0.25));
    assertThat(Interval.ofMean(List.of(0.5))).isEqualTo(new Interval(0.5, 0.5));
  }
}
