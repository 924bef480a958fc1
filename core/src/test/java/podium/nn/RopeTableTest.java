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

  @Test
  void aPositionTurnsTheSameHoweverFarTheTableHasGrown() {
    RopeTable table = new RopeTable(160_000, 64);

    float[] before = table.at(new int[] {5}).sines();
    table.at(new int[] {8191});
    float[] after = table.at(new int[] {8191, 5}).sines();

    assertThat(after).hasSize(64).endsWith(before);
  }
}
