package podium.nn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.engine.Tensor;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

class LogitLayerTest {

  private final ReferenceEngine engine = new ReferenceEngine();
  private final Operators operators = engine.operators(1);

  @Test
  void theOutputOfOneLabelIsTheLogit() {
    assertThat(layer(1, 2).logits(operators, twoRows())).containsExactly(1 + 2 * 10, 2 + 2 * 20);
  }

  @Test
  void ofTwoLabelsTheSecondMeansRelevant() {
    assertThat(layer(1, 2, 3, 5).logits(operators, twoRows()))
        .containsExactly(2 * 1 + 3 * 10, 2 * 2 + 3 * 20);
  }

  /// A layer without bias whose rows are two weights each.
  private LogitLayer layer(float... weights) {
    return new LogitLayer(
        engine.exactLinear(List.of(tensor(weights.length / 2, 2, weights)), List.of()));
  }

  private Tensor twoRows() {
    return operators.embed(new Lookup(engine.table(tensor(2, 2, 1, 10, 2, 20)), new int[] {0, 1}));
  }

  private static StoredTensor tensor(int rows, int columns, float... elements) {
    MemorySegment data = Arena.ofAuto().allocate(elements.length * (long) Float.BYTES);
    MemorySegment.copy(elements, 0, data, JAVA_FLOAT_UNALIGNED, 0, elements.length);
    return new StoredTensor("test", DType.F32, new long[] {rows, columns}, data);
  }
}
