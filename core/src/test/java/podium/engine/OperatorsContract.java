package podium.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.engine.AttentionShape.Reach;
import podium.engine.Engine.Linear;
import podium.tensor.Batch;
import podium.tensor.DType;
import podium.tensor.Encoding;
import podium.tensor.Prefix;
import podium.tensor.StoredTensor;

/// Every operator computes what [ReferenceEngine] computes, up to rounding. An engine joins with a
/// subclass that says how to open it and how it rounds.
public abstract class OperatorsContract {

  private final ReferenceEngine referenceEngine = new ReferenceEngine();
  private final Operators reference = referenceEngine.operators(1);
  private final RandomTensors random = new RandomTensors(7);
  private Engine engine;
  private Operators operators;

  protected abstract Engine open();

  /// The distance from 1 to the next larger number of the engine's products: 2⁻²³ for f32.
  protected abstract double unit();

  @BeforeEach
  void openEngine() {
    engine = open();
    operators = engine.operators(1);
  }

  @AfterEach
  void closeEngine() {
    operators.close();
    engine.close();
  }

  /// A computation, written once for both engines. Elements of its inputs are about 1.
  private interface Formula {
    Tensor of(Engine engine, Operators operators);
  }

  /// Products and results are rounded to the engine's precision, sums to f32.
  ///
  /// @param terms how many products of numbers around 1 are summed in an element of the result
  private void assertAgrees(int terms, Formula formula) {
    float[] expected = reference.read(formula.of(referenceEngine, reference));
    float[] found = operators.read(formula.of(engine, operators));

    double tolerance = 8 * unit() + 0x1p-21 * Math.sqrt(terms);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }
  }

  private StoredTensor normal(long... shape) {
    return random.stored(DType.F32, 1, shape);
  }

  /// Weights that make each output about as large as an input.
  private StoredTensor weights(DType dtype, int out, int in) {
    return random.stored(dtype, 1 / Math.sqrt(in), out, in);
  }

  private static Tensor input(Engine engine, Operators operators, StoredTensor x) {
    int[] all = RandomTensors.identity(x.dimension(0));
    return operators.embed(new Lookup(engine.table(x), all));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 13, 31, 64, 127, 128, 129, 513})
  void linearOfAnyNumberOfRows(int rows) {
    StoredTensor x = normal(rows, 96);
    StoredTensor w = weights(DType.F32, 80, 96);
    StoredTensor b = normal(80);

    assertAgrees(96, (e, o) -> o.linear(input(e, o, x), e.linear(List.of(w), List.of(b))));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 65", "3, 2", "13, 7", "31, 33", "65, 1", "100, 127", "129, 515"})
  void linearOfAnyWidths(int in, int out) {
    StoredTensor x = normal(19, in);
    StoredTensor w = weights(DType.F32, out, in);

    assertAgrees(in, (e, o) -> o.linear(input(e, o, x), e.linear(List.of(w), List.of())));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void linearOfWeightsStoredInAnyType(DType dtype) {
    StoredTensor x = normal(5, 48);
    StoredTensor w = weights(dtype, 24, 48);
    StoredTensor b = random.stored(dtype, 1, 24);

    assertAgrees(48, (e, o) -> o.linear(input(e, o, x), e.linear(List.of(w), List.of(b))));
    assertAgrees(48, (e, o) -> o.linear(input(e, o, x), e.exactLinear(List.of(w), List.of(b))));
  }

  @ParameterizedTest
  @CsvSource({"F32, F32", "BF16, BF16", "F16, F16", "F32, F16"})
  void linearStacksItsWeights(DType first, DType second) {
    StoredTensor x = normal(9, 40);
    List<StoredTensor> w = List.of(weights(first, 24, 40), weights(second, 7, 40));
    List<StoredTensor> b = List.of(normal(24), normal(7));

    assertAgrees(40, (e, o) -> o.linear(input(e, o, x), e.linear(w, b)));
  }

  @ParameterizedTest
  @EnumSource
  void linearWithEachActivation(Activation activation) {
    StoredTensor x = normal(33, 64);
    StoredTensor w = weights(DType.F32, 80, 64);
    StoredTensor b = normal(80);

    assertAgrees(
        64, (e, o) -> o.linear(input(e, o, x), e.linear(List.of(w), List.of(b)), activation));
    assertAgrees(
        64, (e, o) -> o.linear(input(e, o, x), e.exactLinear(List.of(w), List.of()), activation));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 64, 129})
  void linearPlusAResidual(int rows) {
    StoredTensor x = normal(rows, 48);
    StoredTensor a = normal(rows, 40);
    StoredTensor wide = normal(rows, 100);
    StoredTensor w = weights(DType.F32, 40, 48);
    StoredTensor b = normal(40);
    StoredTensor square = weights(DType.F32, 40, 40);

    assertAgrees(
        48,
        (e, o) -> o.linearPlus(input(e, o, x), e.linear(List.of(w), List.of(b)), input(e, o, a)));
    assertAgrees(
        48,
        (e, o) ->
            o.linearPlus(
                input(e, o, x),
                e.linear(List.of(w), List.of()),
                o.columns(input(e, o, wide), 20, 60)));
    assertAgrees(
        48 + 40,
        (e, o) -> {
          Tensor addend = o.linear(input(e, o, a), e.linear(List.of(square), List.of()));
          return o.linearPlus(input(e, o, x), e.linear(List.of(w), List.of(b)), addend);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 64, 129})
  void linearTimesAGate(int rows) {
    StoredTensor x = normal(rows, 48);
    StoredTensor up = weights(DType.F32, 80, 48);
    StoredTensor gate = weights(DType.F32, 80, 48);
    StoredTensor b = normal(80);

    assertAgrees(
        48,
        (e, o) -> {
          Tensor in = input(e, o, x);
          Tensor factor = o.linear(in, e.linear(List.of(gate), List.of()), Activation.GELU);
          return o.linearTimes(in, e.linear(List.of(up), List.of(b)), factor);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 31, 127, 128, 129, 768})
  void norms(int columns) {
    StoredTensor x = normal(13, columns);
    StoredTensor w = normal(columns);
    StoredTensor b = normal(columns);

    assertAgrees(4, (e, o) -> o.norm(input(e, o, x), e.layerNorm(w, List.of(b), 1e-5f)));
    assertAgrees(4, (e, o) -> o.norm(input(e, o, x), e.layerNorm(w, List.of(), 1e-5f)));
    assertAgrees(4, (e, o) -> o.norm(input(e, o, x), e.rmsNorm(w, 1e-6f, 0)));
    assertAgrees(4, (e, o) -> o.norm(input(e, o, x), e.rmsNorm(w, 1e-6f, 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64, 129})
  void normOfAView(int rows) {
    StoredTensor x = normal(rows, 50);
    StoredTensor w = normal(20);

    assertAgrees(
        4, (e, o) -> o.norm(o.columns(input(e, o, x), 7, 27), e.layerNorm(w, List.of(), 1e-5f)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16"})
  void embedSumsRowsOfTables(DType dtype) {
    StoredTensor words = random.stored(dtype, 1, 100, 37);
    StoredTensor places = random.stored(dtype, 1, 50, 37);
    int[] ids = random.ids(23, 100);
    int[] positions = random.ids(23, 50);

    assertAgrees(
        2,
        (e, o) -> o.embed(new Lookup(e.table(words), ids), new Lookup(e.table(places), positions)));
  }

  @ParameterizedTest
  @CsvSource({
    // heads, key heads, head size
    "1, 1, 8",
    "12, 12, 32",
    "3, 3, 20",
    "4, 2, 16",
    "8, 1, 64",
    "2, 2, 128",
    "5, 5, 7"
  })
  void attentionOfAnyHeadLayout(int heads, int keyHeads, int headSize) {
    AttentionShape shape = new AttentionShape(heads, keyHeads, headSize, 0.3f, new Reach.All());

    assertAttentionAgrees(shape, RandomTensors.batch(13, 1, 33, 16));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 13, 31, 64, 127, 128, 129, 300})
  void attentionOfAnyLength(int length) {
    assertAttentionAgrees(AttentionShape.full(2, 16), RandomTensors.batch(length));
    assertAttentionAgrees(AttentionShape.full(2, 16), RandomTensors.batch(length, 5, length));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1", "63, 8", "64, 8", "65, 8", "130, 4", "129, 64", "200, 1", "200, 0", "257, 64"
  })
  void attentionWithinAWindow(int length, int half) {
    assertAttentionAgrees(AttentionShape.window(2, 16, half), RandomTensors.batch(length, 7));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 63, 64, 65, 127, 128, 129, 200})
  void causalAttention(int length) {
    AttentionShape shape = new AttentionShape(4, 2, 16, 0.25f, new Reach.Causal());

    assertAttentionAgrees(shape, RandomTensors.batch(length, 11));
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 1025, 1300})
  void attentionOverLongSequences(int length) {
    for (Reach reach : List.of(new Reach.All(), new Reach.Window(64), new Reach.Causal())) {
      assertAttentionAgrees(new AttentionShape(2, 1, 8, 0.35f, reach), RandomTensors.batch(length));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 70", "8, 13", "16, 16", "63, 65", "100, 130", "130, 3", "600, 20"})
  void causalAttentionBehindPrefixesOfThisBatch(int before, int length) {
    assertAttentionAgrees(
        AttentionShape.causal(4, 2, 16, 0),
        () -> {
          Prefix one = new Prefix(new int[before]);
          Prefix other = new Prefix(new int[4]);
          return Batch.of(
              List.of(behind(one, length), behind(other, 3), behind(one, 2), behind(one, 17)));
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "8, 13", "100, 130", "600, 20"})
  void causalAttentionBehindAPrefixOfAnotherBatch(int before, int length) {
    AttentionShape shape = AttentionShape.causal(4, 2, 16, 0);
    StoredTensor first = normal(before + 5, 24);
    StoredTensor second = normal(length + 2, 24);
    StoredTensor w = weights(DType.F32, 8 * 16, 24);

    assertAgrees(
        64,
        (e, o) -> {
          Prefix prefix = new Prefix(new int[before]);
          Linear qkv = e.linear(List.of(w), List.of());
          attention(
              o, o.linear(input(e, o, first), qkv), Batch.of(List.of(behind(prefix, 5))), shape);
          return attention(
              o,
              o.linear(input(e, o, second), qkv),
              Batch.of(List.of(behind(prefix, length), behind(prefix, 2))),
              shape);
        });
  }

  @ParameterizedTest
  @CsvSource({
    // length, heads, head size, buckets on either side
    "1, 1, 8, 1",
    "2, 3, 7, 2",
    "16, 2, 16, 4",
    "17, 12, 32, 8",
    "65, 2, 64, 300",
    "127, 1, 16, 20",
    "128, 2, 16, 20",
    "129, 3, 20, 200",
    "300, 2, 8, 30"
  })
  void attentionWithTermsOfDistance(int length, int heads, int headSize, int buckets) {
    AttentionShape shape = AttentionShape.full(heads, headSize);

    assertAttentionWithTermsAgrees(shape, buckets, true, true, length);
    assertAttentionWithTermsAgrees(shape, buckets, true, true, length, 5, length);
    assertAttentionWithTermsAgrees(shape, buckets, true, false, length, 3);
    assertAttentionWithTermsAgrees(shape, buckets, false, true, length, 3);
    assertAttentionWithTermsAgrees(shape, buckets, false, false, length, 3);
  }

  @Test
  void attentionWithTermsOfDistanceWithinAReach() {
    for (Reach reach : List.of(new Reach.Window(9), new Reach.Causal())) {
      var shape = new AttentionShape(2, 2, 16, 0.3f, reach);

      assertAttentionWithTermsAgrees(shape, 20, true, true, 150, 70, 9);
    }
  }

  private void assertAttentionWithTermsAgrees(
      AttentionShape shape, int buckets, boolean keys, boolean queries, int... lengths) {
    Batch batch = RandomTensors.batch(lengths);
    int width = shape.heads() * shape.headSize();
    StoredTensor x = normal(batch.tokens(), 24);
    StoredTensor w = weights(DType.F32, 3 * width, 24);
    StoredTensor keyTable = normal(2L * buckets, width);
    StoredTensor queryTable = normal(2L * buckets, width);
    int last = 2 * buckets - 1;

    assertAgrees(
        64,
        (e, o) -> {
          Tensor qkv = o.linear(input(e, o, x), e.linear(List.of(w), List.of()));
          return o.attention(
              o.columns(qkv, 0, width),
              o.columns(qkv, width, 2 * width),
              o.columns(qkv, 2 * width, 3 * width),
              batch,
              shape,
              new RelativeTerms(
                  Optional.of(keyTable).filter(_ -> keys).map(e::table),
                  Optional.of(queryTable).filter(_ -> queries).map(e::table),
                  distance -> Math.clamp(distance + buckets, 0, last)));
        });
  }

  private static Encoding behind(Prefix prefix, int length) {
    return new Encoding(new int[length], new int[length], false).after(prefix);
  }

  private void assertAttentionAgrees(AttentionShape shape, Batch batch) {
    assertAttentionAgrees(shape, () -> batch);
  }

  /// @param batch makes one for each engine, since a prefix keeps what one of them computed
  private void assertAttentionAgrees(AttentionShape shape, Supplier<Batch> batch) {
    StoredTensor x = normal(batch.get().tokens(), 24);
    StoredTensor w =
        weights(DType.F32, (shape.heads() + 2 * shape.keyHeads()) * shape.headSize(), 24);

    assertAgrees(
        64,
        (e, o) ->
            attention(
                o, o.linear(input(e, o, x), e.linear(List.of(w), List.of())), batch.get(), shape));
  }

  private static Tensor attention(Operators o, Tensor qkv, Batch batch, AttentionShape shape) {
    int width = shape.heads() * shape.headSize();
    int keyWidth = shape.keyHeads() * shape.headSize();
    return o.attention(
        o.columns(qkv, 0, width),
        o.columns(qkv, width, width + keyWidth),
        o.columns(qkv, width + keyWidth, width + 2 * keyWidth),
        batch,
        shape);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "13, 2, 16", "65, 3, 128", "7, 5, 7"})
  void normHeadsOfAView(int rows, int heads, int size) {
    int width = heads * size;
    StoredTensor x = normal(rows, 24);
    StoredTensor w = weights(DType.F32, width + 9, 24);
    StoredTensor scale = normal(size);

    assertAgrees(
        24 * 4,
        (e, o) -> {
          Tensor wide = o.linear(input(e, o, x), e.linear(List.of(w), List.of()));
          return o.normHeads(o.columns(wide, 4, 4 + width), e.rmsNorm(scale, 1e-6f, 1));
        });
  }

  @Test
  void embedScalesRows() {
    StoredTensor words = normal(100, 37);
    int[] ids = random.ids(23, 100);

    assertAgrees(2, (e, o) -> o.embed(new Lookup(e.table(words), ids, 1.7f)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "13, 2, 8", "65, 3, 32", "7, 5, 7"})
  void rotateOfAView(int rows, int heads, int half) {
    int width = heads * 2 * half;
    StoredTensor x = normal(rows, 24);
    StoredTensor w = weights(DType.F32, width + 9, 24);
    Rotation rotation = new Rotation(half, random.angles(rows * half), random.angles(rows * half));

    assertAgrees(
        24 * 36,
        (e, o) -> {
          Tensor wide = o.linear(input(e, o, x), e.linear(List.of(w), List.of()));
          o.rotate(o.columns(wide, 4, 4 + width), rotation);
          return wide;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 129})
  void rowsAndMeans(int columns) {
    StoredTensor x = normal(50, columns);
    StoredTensor w = normal(columns);

    BiFunction<Engine, Operators, Tensor> normed =
        (e, o) -> o.norm(input(e, o, x), e.layerNorm(w, List.of(), 1e-5f));
    assertAgrees(1, (e, o) -> o.rows(normed.apply(e, o), new int[] {49, 0, 17, 0}));
    assertAgrees(1, (e, o) -> o.meanRows(normed.apply(e, o), RandomTensors.batch(1, 30, 19)));
  }

  @Test
  void embedScalesEachRowByItsOwnFactor() {
    StoredTensor words = normal(100, 37);
    int[] ids = random.ids(23, 100);
    float[] scales = random.angles(23);
    scales[4] = 0;

    assertAgrees(
        2,
        (e, o) ->
            o.embed(
                new Lookup(e.table(words), ids, scales), new Lookup(e.table(words), ids, scales)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "13, 7", "16, 96", "129, 3"})
  void writeTakesWhatReadGives(int rows, int columns) {
    float[] elements = normal(rows, columns).toFloats();

    assertAgrees(1, (_, o) -> o.write(elements, columns));
    assertThat(operators.read(operators.write(elements, columns))).isEqualTo(elements);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 129})
  void linearOfWrittenRows(int rows) {
    float[] elements = normal(rows, 48).toFloats();
    StoredTensor w = weights(DType.F32, 80, 48);

    assertAgrees(48, (e, o) -> o.linear(o.write(elements, 48), e.linear(List.of(w), List.of())));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 129})
  void addRowsAddsToSomeAndKeepsTheOthers(int columns) {
    StoredTensor x = normal(50, columns);
    StoredTensor addend = normal(4, 2L * columns);
    StoredTensor w = normal(columns);
    int[] rows = {49, 0, 17, 0};

    assertAgrees(
        2,
        (e, o) ->
            o.addRows(input(e, o, x), rows, o.columns(input(e, o, addend), columns, 2 * columns)));
    assertAgrees(
        2,
        (e, o) -> {
          Tensor normed = o.norm(input(e, o, x), e.layerNorm(w, List.of(), 1e-5f));
          return o.addRows(normed, rows, o.rows(normed, new int[] {1, 2, 3, 4}));
        });
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 4", "52, 7, 4", "516, 33, 4", "6, 5, 1", "6, 5, 6"})
  void joinRowsPutsRowsSideBySide(int rows, int columns, int count) {
    StoredTensor x = normal(rows, columns);
    StoredTensor wide = normal(rows, columns + 3L);
    StoredTensor w = normal((long) count * columns);
    StoredTensor ones = normal(columns);

    assertAgrees(1, (e, o) -> o.joinRows(input(e, o, x), count));
    assertAgrees(1, (e, o) -> o.joinRows(o.columns(input(e, o, wide), 2, 2 + columns), count));
    assertAgrees(
        4,
        (e, o) -> {
          Tensor normed = o.norm(input(e, o, x), e.rmsNorm(ones, 1e-6f, 0));
          return o.norm(o.joinRows(normed, count), e.rmsNorm(w, 1e-6f, 0));
        });
  }
}
