package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JinaBertTest {

  @Test
  void slopesOfAPowerOfTwoHalveInEqualSteps() {
    assertThat(JinaBert.slopes(8))
        .containsExactly(1 / 2f, 1 / 4f, 1 / 8f, 1 / 16f, 1 / 32f, 1 / 64f, 1 / 128f, 1 / 256f);
    assertThat(JinaBert.slopes(1)).containsExactly(1 / 256f);
  }

  @Test
  void otherNumbersOfHeadsTakeEveryOtherSlopeOfTheNextPower() {
    assertThat(JinaBert.slopes(6))
        .containsExactly(1 / 4f, 1 / 16f, 1 / 64f, 1 / 256f, 1 / 2f, 1 / 8f);
    assertThat(JinaBert.slopes(12))
        .startsWith(1 / 2f, 1 / 4f)
        .endsWith(1 / 256f, power(-0.5), power(-1.5), power(-2.5), power(-3.5));
  }

  private static float power(double exponent) {
    return (float) Math.pow(2, exponent);
  }
}
