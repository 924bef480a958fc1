package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import podium.engine.Rotation;

class RopeTableTest {

  @Test
  void theFirstPairTurnsByThePositionAndTheNextOnesMoreSlowly() {
    Rotation rotation = new RopeTable(10_000, 4).at(new int[] {0, 3});

    assertThat(rotation.halfSize()).isEqualTo(2);
    assertThat(rotation.cosines())
        .containsExactly(
            new float[] {1, 1, (float) Math.cos(3), (float) Math.cos(0.03)}, within(1e-7f));
    assertThat(rotation.sines())
        .containsExactly(
            new float[] {0, 0, (float) Math.sin(3), (float) Math.sin(0.03)}, within(1e-7f));
  }

  /// Of a text of 64 tokens, pairs of a head of 8 turn 10.2, 1.02, 0.102 and 0.0102 times.
  @Test
  void onlyPairsThatTurnLittleAreStretched() {
    var stretch = new RopeTable.Stretch(8, 0.5, 4, 64);
    float[] plain = new RopeTable(10_000, 8).at(new int[] {1}).sines();
    float[] stretched = RopeTable.stretched(10_000, 8, stretch).at(new int[] {1}).sines();

    double kept = (64 * 0.1 / (2 * Math.PI) - 0.5) / (4 - 0.5);
    assertThat(stretched[0]).isEqualTo(plain[0]);
    assertThat(stretched[1])
        .isCloseTo((float) Math.sin(0.1 * kept + 0.1 * (1 - kept) / 8), within(1e-7f));
    assertThat(stretched[2]).isCloseTo((float) Math.sin(0.01 / 8), within(1e-7f));
    assertThat(stretched[3]).isCloseTo((float) Math.sin(0.001 / 8), within(1e-7f));
  }

  @Test
  void aPositionTurnsTheSameHoweverFarTheTableHasGrown() {
    RopeTable table = new RopeTable(160_000, 64);

    float[] before = table.at(new int[] {5}).sines();
    table.at(new int[] {8191});
    float[] after = table.at(new int[] {8191, 5}).sines();

    assertThat(after).hasSize(64).endsWith(before);
  }
}
