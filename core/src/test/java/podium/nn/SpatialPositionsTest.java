package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import podium.engine.Rotation;
import podium.nn.Golden.Case;
import podium.tensor.Batch;
import podium.tensor.Encoding;
import podium.tensor.GreyGrid;
import podium.tensor.PlacedPicture;
import podium.tensor.Prefix;

class SpatialPositionsTest {

  private static final Golden GOLDEN = Golden.of("qwen3_vl");

  @TestFactory
  Stream<DynamicTest> areThoseOfTheReferenceAloneAndInABatchAndBehindAPrefix() {
    return Golden.expected("qwen3_vl")
        .path("cases")
        .valueStream()
        .filter(node -> node.has("position_ids"))
        .map(node -> dynamicTest(node.path("name").asText(), () -> check(node)));
  }

  private static void check(JsonNode expected) {
    Case golden =
        GOLDEN.cases().stream()
            .filter(c -> c.name().equals(expected.path("name").asText()))
            .findAny()
            .orElseThrow();
    Encoding other = new Encoding(new int[7], new int[7], false);
    int length = golden.encoding().length();

    List<int[]> alone = positions(golden.encoding());
    List<int[]> behindOther = positions(other, golden.encoding());
    List<int[]> behindItsBeginning = positions(golden.after(golden.prefix(length / 2)).encoding());

    for (int axis = 0; axis < 3; axis++) {
      int[] reference =
          expected
              .path("position_ids")
              .path("thw".substring(axis, axis + 1))
              .valueStream()
              .mapToInt(JsonNode::intValue)
              .toArray();
      assertThat(alone.get(axis)).isEqualTo(reference);
      assertThat(Arrays.copyOfRange(behindOther.get(axis), 7, 7 + length)).isEqualTo(reference);
      assertThat(behindItsBeginning.get(axis)).isEqualTo(reference);
    }
  }

  private static List<int[]> positions(Encoding... encodings) {
    return SpatialPositions.of(Batch.of(List.of(encodings))).axes();
  }

  @Test
  void textGoesOnBehindThePicturesOfAPrefix() {
    var picture = new PlacedPicture(GreyGrid.picture(4, 10, 0), 1);
    Prefix prefix = new Prefix(new int[13], List.of(picture));
    Encoding first = new Encoding(new int[2], new int[2], false).after(prefix);

    assertThat(positions(first).getFirst())
        .containsExactly(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 6, 7, 8, 9);
    assertThat(positions(first).getFirst()).containsExactly(8, 9);
  }

  @Test
  void pairsTurnByTimeRowAndColumnInTurn() {
    var picture = new PlacedPicture(GreyGrid.picture(4, 6, 0), 0);
    Encoding encoding = new Encoding(new int[6], new int[6], false).showing(List.of(picture));
    Rotation rotation =
        SpatialPositions.of(Batch.of(List.of(encoding))).rotation(new RopeTable(1, 16), 2, 1);

    float[] lastToken = Arrays.copyOfRange(rotation.sines(), 5 * 8, 6 * 8);
    float time = 0;
    float row = (float) Math.sin(1);
    float column = (float) Math.sin(2);
    assertThat(lastToken).containsExactly(time, row, column, time, row, time, time, time);
  }
}
