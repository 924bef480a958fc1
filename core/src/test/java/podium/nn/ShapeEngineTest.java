package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import podium.Precision;
import podium.model.ModelDirectory;
import podium.tensor.StoredTensor;

class ShapeEngineTest {

  @Test
  void countsWhatAnEngineMustKeepInMemory() {
    long hidden = 48;
    long inner = 96;
    long linear = 3 * (4 * hidden * hidden + 2 * hidden * inner);
    long biases = 3 * (4 * hidden + inner + hidden);
    long norms = (1 + 3 * 2) * 2 * hidden;
    long head = hidden * hidden + hidden + hidden + 1;
    var shapes = new ShapeEngine();

    try (ModelDirectory model = ModelDirectory.open(Golden.of("bert").model())) {
      new Bert().load(model, shapes);
    }

    assertThat(shapes.bytes(Precision.F32)).isEqualTo(4 * (linear + biases + norms + head));
    assertThat(shapes.bytes(Precision.BF16)).isEqualTo(2 * linear + 4 * (biases + norms + head));
    assertThat(shapes.widestRow()).isEqualTo(3 * hidden);
    assertThat(shapes.tableBytes(Long.MAX_VALUE)).isEqualTo(4 * hidden * (1042 + 96 + 2));
    assertThat(shapes.tableBytes(1)).isEqualTo(3);
  }

  @Test
  void aTableThatIsComputedTakesAllItsMemory() {
    var shapes = new ShapeEngine();

    shapes.table(StoredTensor.computed("packed", () -> new float[6], 2, 3));

    assertThat(shapes.tableBytes(1)).isEqualTo(24);
  }

  @Test
  void countsRelativePositionsOfEveryLayer() {
    long hidden = 48;
    long inner = 96;
    long linear = 3 * (4 * hidden * hidden + 2 * hidden * inner);
    long positions = 3 * 2 * 32 * hidden;
    var shapes = new ShapeEngine();

    try (ModelDirectory model = ModelDirectory.open(Golden.of("deberta_v2").model())) {
      new DebertaV2().load(model, shapes);
    }

    assertThat(shapes.bytes(Precision.F32) - shapes.bytes(Precision.BF16))
        .isEqualTo(2 * (linear + positions));
  }
}
