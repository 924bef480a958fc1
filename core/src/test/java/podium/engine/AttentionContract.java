package podium.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.engine.AttentionShape.Reach;
import podium.engine.Engine.Linear;
import podium.tensor.Batch;
import podium.tensor.DType;
import podium.tensor.Encoding;
import podium.tensor.Prefix;
import podium.tensor.StoredTensor;

/// Attention computes what [ReferenceEngine] computes.
public abstract class AttentionContract extends AgreementContract {

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
    "300, 2, 8, 30",
    "600, 1, 8, 200"
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
    int width = shape.heads() * shape.headSize();
    StoredTensor keyTable = normal(2L * buckets, width);
    StoredTensor queryTable = normal(2L * buckets, width);
    int last = 2 * buckets - 1;

    assertAttentionAgrees(
        shape,
        RandomTensors.batch(lengths),
        e ->
            new RelativeTerms.Content(
                Optional.of(keyTable).filter(_ -> keys).map(e::positions),
                Optional.of(queryTable).filter(_ -> queries).map(e::positions),
                distance -> Math.clamp(distance + buckets, 0, last)));
  }

  @ParameterizedTest
  @CsvSource({
    // length, heads, key heads, head size
    "1, 1, 1, 8",
    "2, 3, 3, 7",
    "16, 2, 1, 16",
    "65, 2, 2, 64",
    "129, 12, 4, 20",
    "300, 2, 2, 8"
  })
  void attentionWithSlopes(int length, int heads, int keyHeads, int headSize) {
    var shape = new AttentionShape(heads, keyHeads, headSize, 0.3f, new Reach.All());

    assertAttentionWithSlopesAgrees(shape, length);
    assertAttentionWithSlopesAgrees(shape, length, 5, length);
  }

  @ParameterizedTest
  @ValueSource(ints = {150, 600, 1025})
  void attentionWithSlopesWithinAReach(int length) {
    for (Reach reach : List.of(new Reach.All(), new Reach.Window(9), new Reach.Causal())) {
      assertAttentionWithSlopesAgrees(new AttentionShape(2, 2, 8, 0.35f, reach), length, 70, 9);
    }
  }

  /// From steep to flat, so that near and far keys matter.
  private void assertAttentionWithSlopesAgrees(AttentionShape shape, int... lengths) {
    List<Float> slopes =
        IntStream.range(0, shape.heads()).mapToObj(h -> (float) Math.pow(2, -1 - h)).toList();

    assertAttentionAgrees(
        shape, RandomTensors.batch(lengths), _ -> new RelativeTerms.Slopes(slopes));
  }

  @Test
  void termsThatDoNotFitAreRefused() {
    AttentionShape shape = AttentionShape.full(2, 4);
    Batch batch = RandomTensors.batch(3);
    StoredTensor narrow = normal(6, 7);

    assertThatThrownBy(
            () -> assertAttentionAgrees(shape, batch, _ -> new RelativeTerms.Slopes(List.of(1f))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slopes: expected 2, found 1");
    assertThatThrownBy(() ->
            assertAttentionAgrees(
                shape,
                batch,
                e ->
                    new RelativeTerms.Content(
                        Optional.of(e.positions(narrow)), Optional.empty(), _ -> 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("table columns: expected 8, found 7");
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
    StoredTensor w = projections(shape);

    assertAgrees(
        64,
        (e, o) ->
            attention(
                o, o.linear(input(e, o, x), e.linear(List.of(w), List.of())), batch.get(), shape));
  }

  private void assertAttentionAgrees(
      AttentionShape shape, Batch batch, Function<Engine, RelativeTerms> terms) {
    StoredTensor x = normal(batch.tokens(), 24);
    StoredTensor w = projections(shape);

    assertAgrees(
        64,
        (e, o) -> {
          Tensor qkv = o.linear(input(e, o, x), e.linear(List.of(w), List.of()));
          return o.attention(
              queries(o, qkv, shape),
              keys(o, qkv, shape),
              values(o, qkv, shape),
              batch,
              shape,
              terms.apply(e));
        });
  }

  private StoredTensor projections(AttentionShape shape) {
    return weights(DType.F32, (shape.heads() + 2 * shape.keyHeads()) * shape.headSize(), 24);
  }

  private static Tensor attention(Operators o, Tensor qkv, Batch batch, AttentionShape shape) {
    return o.attention(
        queries(o, qkv, shape), keys(o, qkv, shape), values(o, qkv, shape), batch, shape);
  }

  private static Tensor queries(Operators o, Tensor qkv, AttentionShape shape) {
    return o.columns(qkv, 0, shape.heads() * shape.headSize());
  }

  private static Tensor keys(Operators o, Tensor qkv, AttentionShape shape) {
    int from = shape.heads() * shape.headSize();
    return o.columns(qkv, from, from + shape.keyHeads() * shape.headSize());
  }

  private static Tensor values(Operators o, Tensor qkv, AttentionShape shape) {
    int from = (shape.heads() + shape.keyHeads()) * shape.headSize();
    return o.columns(qkv, from, from + shape.keyHeads() * shape.headSize());
  }
}
