package podium.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.tensor.DType;
import podium.tensor.StoredTensor;

/// Every operator but attention computes what [ReferenceEngine] computes.
public abstract class OperatorsContract extends AgreementContract {

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
