package podium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import podium.RerankException.ScoreNotFinite;

class ScoresTest {

  private static final Scores.Timing NO_TIME =
      new Scores.Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  @Test
  void namesTheDocumentsWhoseScoresAreNotFinite() {
    float[] logits = {1, Float.NaN, 2, Float.NEGATIVE_INFINITY};

    assertThatThrownBy(() -> new Scores(logits, 9, 0, NO_TIME))
        .isInstanceOf(ScoreNotFinite.class)
        .hasMessage("documents [1, 3] have scores that are not finite");
  }

  @Test
  void aScoreIsTheSigmoidOfItsLogit() {
    var scores = new Scores(new float[] {0, 2, -100}, 9, 0, NO_TIME);

    assertThat(scores.score(0)).isEqualTo(0.5f);
    // 1 / (1 + e^-2), rounded to a float
    assertThat(scores.score(1)).isCloseTo(0.880797f, within(1e-6f));
    assertThat(scores.score(2)).isBetween(0f, 1e-40f);
  }

  @Test
  void aCosineFromMinusOneToOneIsAScoreFromZeroToOne() {
    var scores = new Scores(new float[] {-1, 0.5f, 1}, RawScore.COSINE, 9, 0, NO_TIME);

    assertThat(scores.score(0)).isEqualTo(0);
    assertThat(scores.score(1)).isEqualTo(0.75f);
    assertThat(scores.score(2)).isEqualTo(1);
    assertThat(scores.logit(1)).isEqualTo(0.5f);
  }
}
