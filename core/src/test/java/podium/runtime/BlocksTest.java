package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.schedule.Outcome;
import podium.text.Excerpt;

class BlocksTest {

  /// Three documents of one, two and one passages, in blocks of three and one.
  private final Blocks blocks =
      new Blocks(
          List.of(
              List.of(passage(false)),
              List.of(passage(true), passage(true)),
              List.of(passage(false))),
          List.of(3, 1),
          List.of());

  @Test
  void aDocumentScoresAsTheBestOfItsPassages() {
    float[] first = {0, 1, -1, 0, 1, 0, 1, 0};
    float[] second = {-1, 0, 1, 0};

    assertThat(blocks.logits(outcome(first, second))).containsExactly(0, 1, -1);
  }

  @Test
  void aDocumentWithAPassageThatIsNotFiniteIsNotFinite() {
    float[] first = {0, 1, Float.NaN, 0, 1, 0, 1, 0};
    float[] second = {-1, 0, 1, 0};

    assertThat(blocks.logits(outcome(first, second))).containsExactly(0, Float.NaN, -1);
  }

  @Test
  void countsACutDocumentOnce() {
    assertThat(blocks.truncatedDocuments()).isEqualTo(1);
  }

  private static Outcome outcome(float[]... outputs) {
    return new Outcome(outputs, 0, Duration.ZERO, Duration.ZERO);
  }

  private static Excerpt passage(boolean truncated) {
    return new Excerpt("a", 1, truncated);
  }
}
