package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
  void countsACutDocumentOnce() {
    assertThat(windows.truncatedDocuments()).isEqualTo(1);
  }

  private static Encoding sequence(int length, boolean truncated) {
    return new Encoding(new int[length], new int[length], truncated);
  }
}
