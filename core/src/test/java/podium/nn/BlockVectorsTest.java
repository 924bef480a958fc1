package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockVectorsTest {

  private static final BlockVectors EAST_NORTH = block(2, 1, 0, 0, 2, 3, 0);
  private static final BlockVectors WEST = block(1, -1, 0, 0, 5);

  @Test
  void documentsOfOneBlockAreComparedWithItsQuery() {
    assertThat(scores(EAST_NORTH)).containsExactly(1, 0);
    assertThat(scores(WEST)).containsExactly(0);
    assertThat(scores(block(1, -2, 0, 4, 0))).containsExactly(-1);
    assertThat(scores(block(1, 3, 4, 8, 0))[0]).isCloseTo(0.6f, within(1e-6f));
  }

  /// The first block's best cosine is 1 and weighs 1, the second's is 0 and weighs 1/2. The query
  /// is (1 · (3, 0) + 1/2 · (0, 5)) / 1.5, which points to (3, 2.5).
  @Test
  void queriesOfSeveralBlocksAreAveragedByTheirBestDocuments() {
    double length = Math.hypot(3, 2.5);

    float[] scores = scores(EAST_NORTH, WEST);

    assertThat(scores[0]).isCloseTo((float) (3 / length), within(1e-6f));
    assertThat(scores[1]).isCloseTo((float) (2.5 / length), within(1e-6f));
    assertThat(scores[2]).isCloseTo((float) (-3 / length), within(1e-6f));
  }

  @Test
  void theOrderOfBlocksDoesNotMatter() {
    float[] scores = scores(EAST_NORTH, WEST);
    float[] turned = scores(WEST, EAST_NORTH);

    assertThat(turned)
        .containsExactly(new float[] {scores[2], scores[0], scores[1]}, within(1e-6f));
  }

  @Test
  void aZeroVectorIsNotLikeAnything() {
    assertThat(scores(block(2, 0, 0, 1, 0, 1, 0))).containsExactly(0, 1);
    assertThat(scores(block(1, 1, 0, 0, 0))).containsExactly(0);
  }

  @Test
  void blocksWithoutAnyLikenessCountAlike() {
    assertThat(scores(block(1, -1, 0, 1, 0), block(1, -1, 0, 1, 0))).containsExactly(-1, -1);
  }

  @Test
  void onlyDocumentsThatAreNotFiniteHaveNoScore() {
    BlockVectors bad = block(2, 1, Float.NaN, 1, 0, 1, 0);
    BlockVectors huge = block(2, Float.POSITIVE_INFINITY, 0, 1, 0, 1, 0);

    assertThat(scores(bad, EAST_NORTH)).containsExactly(Float.NaN, 1, 1, 0);
    assertThat(scores(huge)).containsExactly(Float.NaN, 1);
  }

  @Test
  void aQueryThatIsNotFiniteSpoilsItsBlockOnly() {
    BlockVectors bad = block(2, 1, 0, 0, 1, Float.NaN, 1);

    assertThat(scores(EAST_NORTH, bad)).containsExactly(1, 0, Float.NaN, Float.NaN);
    assertThat(scores(bad)).containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void otherNumbersThanVectorsAreABug() {
    assertThatThrownBy(() -> block(2, 1, 2, 3, 4)).hasMessageContaining("This is a bug.");
    assertThatThrownBy(() -> block(2)).hasMessageContaining("This is a bug.");
  }

  private static BlockVectors block(int documents, float... vectors) {
    return new BlockVectors(vectors, documents);
  }

  private static float[] scores(BlockVectors... blocks) {
    return BlockVectors.scores(List.of(blocks));
  }
}
