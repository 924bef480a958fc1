package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.Scores.Reading;
import podium.Stretch;
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
    assertThat(Windows.best(List.of(1, 3, 2), new float[] {-5, 1, 3, 2, -1, -2}))
        .containsExactly(-5, 3, -1);
  }

  @Test
  void aDocumentWithAWindowThatIsNotFiniteIsNotFinite() {
    float minus = Float.NEGATIVE_INFINITY;

    assertThat(Windows.best(List.of(1, 3, 2), new float[] {0, 1, minus, 2, Float.NaN, 4}))
        .containsExactly(0, Float.NaN, Float.NaN);
  }

  @Test
  void theSequencesOfAllDocumentsAreOneRow() {
    assertThat(windows.sequences()).extracting(Encoding::length).containsExactly(3, 4, 4, 2, 4, 1);
  }

  @Test
  void whatIsReadOfADocumentIsTheBestOfItsWindows() {
    var stretches =
        List.of(
            List.of(new Stretch(0, 9)),
            List.of(new Stretch(0, 4), new Stretch(4, 8), new Stretch(8, 10)),
            List.<Stretch>of());

    assertThat(windows.with(stretches).readings(new float[] {-5, 1, 3, 2, 0, 9}))
        .containsExactly(
            new Reading(false, Optional.of(new Stretch(0, 9))),
            new Reading(true, Optional.of(new Stretch(4, 8))),
            new Reading(false, Optional.empty()));
  }

  @Test
  void ofTwoEquallyGoodWindowsTheFirstIsRead() {
    var stretches = List.of(List.of(new Stretch(0, 4), new Stretch(4, 8)));
    var two = new Windows(List.of(List.of(sequence(4, false), sequence(4, false)))).with(stretches);

    assertThat(two.readings(new float[] {1, 1}))
        .containsExactly(new Reading(false, Optional.of(new Stretch(0, 4))));
  }

  @Test
  void whatWasReadIsNotSaidWhereItIsNotKnown() {
    assertThat(windows.readings(new float[6]))
        .extracting(Reading::best)
        .hasSize(3)
        .containsOnly(Optional.empty());
  }

  @Test
  void countsACutDocumentOnce() {
    assertThat(windows.truncatedDocuments()).isEqualTo(1);
  }

  private static Encoding sequence(int length, boolean truncated) {
    return new Encoding(new int[length], new int[length], truncated);
  }
}
