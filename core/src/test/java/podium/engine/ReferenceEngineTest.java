package podium.engine;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.tensor.Batch;
import podium.tensor.DType;
import podium.tensor.Encoding;
import podium.tensor.Prefix;
import podium.tensor.StoredTensor;

/// Operators against values worked out by hand.
class ReferenceEngineTest {

  private static final float ROUNDING = 1e-6f;

  private final ReferenceEngine engine = new ReferenceEngine();
  private final Operators operators = engine.operators(1);

  @Test
  void softmaxOfTwoEqualNumbersAndMinusInfinityIsHalfHalfZero() {
    double[] x = {1000, 1000, Double.NEGATIVE_INFINITY};

    ReferenceFunctions.softmax(x);

    assertThat(x).containsExactly(0.5, 0.5, 0);
  }

  @Test
  void erfMatchesItsTable() {
    assertThat(ReferenceFunctions.erf(0)).isZero();
    assertThat(ReferenceFunctions.erf(0.5)).isCloseTo(0.5204998778130465, within(1e-15));
    assertThat(ReferenceFunctions.erf(-2)).isCloseTo(-0.9953222650189527, within(1e-15));
    assertThat(ReferenceFunctions.erf(7)).isEqualTo(1);
  }

  @Test
  void bf16KeepsEightBitsAndRoundsHalvesToEven() {
    assertThat(ReferenceFunctions.bf16(1 + 1f / 128)).isEqualTo(1 + 1f / 128);
    assertThat(ReferenceFunctions.bf16(1 + 1f / 256)).isEqualTo(1);
    assertThat(ReferenceFunctions.bf16(1 + 3f / 256)).isEqualTo(1 + 2f / 128);
    assertThat(ReferenceFunctions.bf16(-1 - 1.1f / 256)).isEqualTo(-1 - 1f / 128);
  }

  @Test
  void layerNormOfOneAndThreeIsMinusOneAndOneScaledAndShifted() {
    Tensor x = rowOf(1, 3);

    Tensor y = operators.norm(x, engine.layerNorm(vector(2, 2), List.of(vector(10, 20)), 0f));

    assertThat(operators.read(y)).containsExactly(8, 22);
  }

  @Test
  void rmsNormDividesByTheRootOfTheMeanSquare() {
    Tensor y = operators.norm(rowOf(1, 7), engine.rmsNorm(vector(0, 1), 0f, 1f));

    assertThat(operators.read(y)).containsExactly(new float[] {0.2f, 2.8f}, within(ROUNDING));
  }

  @Test
  void linearStacksItsWeights() {
    Engine.Linear layer =
        engine.linear(
            List.of(tensor(new long[] {1, 2}, 1, 2), tensor(new long[] {2, 2}, 3, 4, 5, 6)),
            List.of(vector(100), vector(200, 300)));

    Tensor y = operators.linear(rowOf(1, 10), layer);

    assertThat(operators.read(y)).containsExactly(121, 243, 365);
  }

  @Test
  void attentionStaysWithinASequenceAndItsReach() {
    Batch batch = Batch.of(List.of(encoding(3), encoding(1)));
    Tensor zeros = operators.embed(new Lookup(table(0), new int[] {0, 0, 0, 0}));
    Tensor v = operators.embed(new Lookup(table(1, 2, 4, 8), new int[] {0, 1, 2, 3}));

    Tensor all = operators.attention(zeros, zeros, v, batch, AttentionShape.full(1, 1));
    Tensor near = operators.attention(zeros, zeros, v, batch, AttentionShape.window(1, 1, 1));
    Tensor past =
        operators.attention(
            zeros,
            zeros,
            v,
            batch,
            new AttentionShape(1, 1, 1, 1f, new AttentionShape.Reach.Causal()));

    assertThat(operators.read(all))
        .containsExactly(new float[] {7 / 3f, 7 / 3f, 7 / 3f, 8}, within(ROUNDING));
    assertThat(operators.read(near))
        .containsExactly(new float[] {1.5f, 7 / 3f, 3, 8}, within(ROUNDING));
    assertThat(operators.read(past))
        .containsExactly(new float[] {1, 1.5f, 7 / 3f, 8}, within(ROUNDING));
  }

  @Test
  void causalAttentionSeesTheKeysOfThePrefix() {
    Prefix prefix = new Prefix(new int[2]);
    Batch first = Batch.of(List.of(encoding(1).after(prefix), encoding(1)));
    Batch second = Batch.of(List.of(encoding(2).after(prefix)));
    AttentionShape causal = AttentionShape.causal(1, 1, 1, 0);
    Tensor zeros = operators.embed(new Lookup(table(0), new int[4]));
    Tensor v = operators.embed(new Lookup(table(1, 2, 4, 8), new int[] {0, 1, 2, 3}));
    Tensor twoZeros = operators.embed(new Lookup(table(0), new int[2]));
    Tensor w = operators.embed(new Lookup(table(16, 32), new int[] {0, 1}));

    Tensor withThePrefix = operators.attention(zeros, zeros, v, first, causal);
    Tensor behindIt = operators.attention(twoZeros, twoZeros, w, second, causal);

    assertThat(operators.read(withThePrefix))
        .containsExactly(new float[] {1, 1.5f, 7 / 3f, 8}, within(ROUNDING));
    assertThat(operators.read(behindIt))
        .containsExactly(new float[] {19 / 3f, 51 / 4f}, within(ROUNDING));
  }

  @Test
  void onlyCausalAttentionMayHavePrefixes() {
    Batch batch = Batch.of(List.of(encoding(1).after(new Prefix(new int[1]))));
    Tensor x = operators.embed(new Lookup(table(0), new int[2]));

    assertThatThrownBy(() -> operators.attention(x, x, x, batch, AttentionShape.full(1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only causal attention may have prefixes");
  }

  @Test
  void headsAreNormalizedOneByOne() {
    Tensor x = rowOf(5, 1, 7, 3, 4, 6);

    Tensor y =
        operators.normHeads(operators.columns(x, 1, 5), engine.rmsNorm(vector(1, 2), 0f, 0f));

    float root = (float) Math.sqrt(12.5);
    assertThat(operators.read(y))
        .containsExactly(new float[] {0.2f, 2.8f, 3 / root, 8 / root}, within(ROUNDING));
  }

  @Test
  void embeddingsAreScaled() {
    Tensor y =
        operators.embed(
            new Lookup(table(1, 2), new int[] {1, 0}, 10), new Lookup(table(3), new int[] {0, 0}));

    assertThat(operators.read(y)).containsExactly(23, 13);
  }

  @Test
  void rotationByAQuarterTurnSwapsTheHalves() {
    Tensor x = rowOf(1, 2);

    operators.rotate(x, new Rotation(1, new float[] {0}, new float[] {1}));

    assertThat(operators.read(x)).containsExactly(-2, 1);
  }

  @Test
  void aTensorThatWasNotKeptCannotBeRead() {
    Tensor kept = rowOf(1, 2);
    Tensor dropped = rowOf(3, 4);

    operators.keep(operators.columns(kept, 0, 1));

    assertThat(operators.read(kept)).containsExactly(1, 2);
    assertThatThrownBy(() -> operators.read(dropped)).isInstanceOf(IllegalStateException.class);
  }

  private Tensor rowOf(float... elements) {
    return operators.embed(
        new Lookup(engine.table(tensor(new long[] {1, elements.length}, elements)), new int[] {0}));
  }

  private Engine.Table table(float... elements) {
    return engine.table(tensor(new long[] {elements.length, 1}, elements));
  }

  private static Encoding encoding(int length) {
    return new Encoding(new int[length], new int[length], false);
  }

  private static StoredTensor vector(float... elements) {
    return tensor(new long[] {elements.length}, elements);
  }

  private static StoredTensor tensor(long[] shape, float... elements) {
    MemorySegment data = Arena.ofAuto().allocate(elements.length * (long) Float.BYTES);
    MemorySegment.copy(elements, 0, data, JAVA_FLOAT_UNALIGNED, 0, elements.length);
    return new StoredTensor("test", DType.F32, shape, data);
  }
}
