package podium.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EffectivenessTest {

  /// Of sums of at most ten terms below 10, in double.
  private static final Offset<Double> ROUNDING = offset(1e-12);

  @Test
  void theGainIsTheJudgmentDividedByTheLogarithmOfRankPlusOne() {
    // The example of Wikipedia's article on discounted cumulative gain: its DCG is 6.861, and the
    // ideal 8.740 at its cutoff of 6. At 10 the ideal has one more relevant document.
    var ranking = List.of("d1", "d2", "d3", "d4", "d5", "d6");
    var judged = Map.of("d1", 3, "d2", 2, "d3", 3, "d4", 0, "d5", 1, "d6", 2, "d7", 3, "d8", 2);

    double dcg = 3 + 2 / log2(3) + 3 / log2(4) + 1 / log2(6) + 2 / log2(7);
    double ideal =
        3 + 3 / log2(3) + 3 / log2(4) + 2 / log2(5) + 2 / log2(6) + 2 / log2(7) + 1 / log2(8);
    assertThat(dcg).isCloseTo(6.861, offset(5e-4));
    assertThat(ideal).isCloseTo(8.740 + 1 / 3.0, offset(5e-4));
    assertThat(Effectiveness.of(ranking, judged).ndcg()).isCloseTo(dcg / ideal, ROUNDING);
  }

  @Test
  void anIdealRankingIsOne() {
    var judged = Map.of("a", 2, "b", 1, "c", 0);

    assertThat(Effectiveness.of(List.of("a", "b", "c"), judged))
        .isEqualTo(new Effectiveness(1, 1, 1));
  }

  @Test
  void theIdealHasDocumentsThatWereNotFound() {
    var judged = Map.of("a", 1, "b", 1);

    Effectiveness found = Effectiveness.of(List.of("a"), judged);

    assertThat(found.ndcg()).isCloseTo(1 / (1 + 1 / log2(3)), ROUNDING);
    assertThat(found.recall()).isEqualTo(0.5);
  }

  @Test
  void aRelevantDocumentOnRankThreeIsWorthHalf() {
    var judged = Map.of("c", 1);

    Effectiveness third = Effectiveness.of(List.of("a", "b", "c"), judged);

    assertThat(third.ndcg()).isCloseTo(0.5, ROUNDING);
    assertThat(third.reciprocalRank()).isCloseTo(1.0 / 3, ROUNDING);
  }

  @Test
  void rankElevenCountsForRecallOnly() {
    var ranking = IntStream.rangeClosed(1, 11).mapToObj(rank -> "d" + rank).toList();

    assertThat(Effectiveness.of(ranking, Map.of("d11", 1))).isEqualTo(new Effectiveness(0, 0, 1));
    assertThat(Effectiveness.of(ranking, Map.of("d10", 1)).reciprocalRank())
        .isCloseTo(0.1, ROUNDING);
  }

  @Test
  void theIdealHasTenDocumentsAtMost() {
    Map<String, Integer> judged =
        IntStream.rangeClosed(1, 12).boxed().collect(Collectors.toMap(i -> "d" + i, _ -> 1));
    var ranking = IntStream.rangeClosed(1, 10).mapToObj(rank -> "d" + rank).toList();

    assertThat(Effectiveness.of(ranking, judged).ndcg()).isCloseTo(1, ROUNDING);
  }

  @Test
  void whatIsNotJudgedOrBelowOneIsNotRelevant() {
    var judged = Map.of("spam", -2, "off", 0, "good", 1);

    Effectiveness good = Effectiveness.of(List.of("spam", "off", "new", "good"), judged);

    assertThat(good.ndcg()).isCloseTo(1 / log2(5), ROUNDING);
    assertThat(good.reciprocalRank()).isEqualTo(0.25);
    assertThat(good.recall()).isEqualTo(1);
  }

  @Test
  void nothingFoundNothingRelevantAndNothingJudgedAreZero() {
    var zero = new Effectiveness(0, 0, 0);

    assertThat(Effectiveness.of(List.of(), Map.of("a", 1))).isEqualTo(zero);
    assertThat(Effectiveness.of(List.of("b"), Map.of("a", 1))).isEqualTo(zero);
    assertThat(Effectiveness.of(List.of("a"), Map.of("a", 0))).isEqualTo(zero);
    assertThat(Effectiveness.of(List.of("a"), Map.of())).isEqualTo(zero);
  }

  @Test
  void theMeanCountsEveryQueryTheSame() {
    assertThat(
            Effectiveness.mean(List.of(new Effectiveness(1, 1, 0.5), new Effectiveness(0.5, 0, 0))))
        .isEqualTo(new Effectiveness(0.75, 0.5, 0.25));
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }
}
