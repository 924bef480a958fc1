package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.Excerpt;
import podium.Scores.Reading;
import podium.tensor.Encoding;

class WindowsTest {

  private final Windows windows =
      new Windows(
          List.of(
              List.of(sequence(3, false)),
              List.of(sequence(4, true), sequence(4, true), sequence(2, true)),
              List.of(sequence(4, false), sequence(1, false))));

  @Test
  void aDocumentScoresAsTheBestOfItsWindows() {
    assertThat(windows.best(new float[] {-5, 1, 3, 2, -1, -2})).containsExactly(-5, 3, -1);
  }

  @Test
  void aDocumentWithAWindowThatIsNotFiniteIsNotFinite() {
    float minus = Float.NEGATIVE_INFINITY;

    assertThat(windows.best(new float[] {0, 1, minus, 2, Float.NaN, 4}))
        .containsExactly(0, Float.NaN, Float.NaN);
  }

  @Test
  void theSequencesOfAllDocumentsAreOneRow() {
    assertThat(windows.sequences()).extracting(Encoding::length).containsExactly(3, 4, 4, 2, 4, 1);
  }

  @Test
  void whatIsReadOfADocumentIsTheBestOfItsWindows() {
    var excerpts =
        List.of(
            List.of(new Excerpt(0, 9)),
            List.of(new Excerpt(0, 4), new Excerpt(4, 8), new Excerpt(8, 10)),
            List.<Excerpt>of());

    assertThat(
            new Windows(windows.ofDocuments(), excerpts).readings(new float[] {-5, 1, 3, 2, 0, 9}))
        .containsExactly(
            new Reading(false, Optional.of(new Excerpt(0, 9))),
            new Reading(true, Optional.of(new Excerpt(4, 8))),
            new Reading(false, Optional.empty()));
  }

  @Test
  void ofTwoEquallyGoodWindowsTheFirstIsRead() {
    var excerpts = List.of(List.of(new Excerpt(0, 4), new Excerpt(4, 8)));
    var two = new Windows(List.of(List.of(sequence(4, false), sequence(4, false))), excerpts);

    assertThat(two.readings(new float[] {1, 1}))
        .containsExactly(new Reading(false, Optional.of(new Excerpt(0, 4))));
  }

  @Test
  void nothingIsSaidOfWhatNobodyWantsToKnow() {
    assertThat(windows.readings(new float[6])).isEmpty();
  }

  @Test
  void countsACutDocumentOnce() {
    assertThat(windows.truncatedDocuments()).isEqualTo(1);
  }

  private static Encoding sequence(int length, boolean truncated) {
    return new Encoding(new int[length], new int[length], truncated);
  }
}
