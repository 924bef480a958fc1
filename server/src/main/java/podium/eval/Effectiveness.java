package podium.eval;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How good rankings are, by the definitions of trec_eval. A document is relevant if its judgment
/// is at least 1; what is not judged is not relevant.
///
/// @param ndcg nDCG@10
/// @param reciprocalRank MRR@10: 1 / rank of the first relevant document, 0 if it is not among the
///   first 10
/// @param recall share of the relevant documents that are anywhere in the ranking
public record Effectiveness(double ndcg, double reciprocalRank, double recall) {

  /// How far down people look.
  private static final int CUTOFF = 10;

  /// Of the ranking of one query.
  ///
  /// @param ranking ids, best first
  /// @param judgments relevance by id
  static Effectiveness of(List<String> ranking, Map<String, Integer> judgments) {
    List<Integer> gains = ranking.stream().map(id -> judgments.getOrDefault(id, 0)).toList();
    return new Effectiveness(
        ndcg(gains, judgments.values()), reciprocalRank(gains), recall(gains, judgments.values()));
  }

  /// DCG of the ranking over DCG of the best possible one, which has all judged documents to choose
  /// from, found or not. 0 if none is relevant.
  private static double ndcg(List<Integer> gains, Collection<Integer> judged) {
    double ideal = dcg(judged.stream().sorted(Comparator.reverseOrder()).toList());
    return ideal == 0 ? 0 : dcg(gains) / ideal;
  }

  /// Σ gain / log₂(rank + 1) over the first 10 (Järvelin and Kekäläinen 2002). The gain is the
  /// judgment itself, not 2^judgment − 1; below 0 it counts 0.
  private static double dcg(List<Integer> gains) {
    double sum = 0;
    for (int i = 0; i < Math.min(CUTOFF, gains.size()); i++) {
      int rank = i + 1;
      sum += Math.max(0, gains.get(i)) * Math.log(2) / Math.log(rank + 1);
    }
    return sum;
  }

  private static double reciprocalRank(List<Integer> gains) {
    for (int i = 0; i < Math.min(CUTOFF, gains.size()); i++) {
      if (gains.get(i) >= 1) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
  }

  private static double recall(List<Integer> gains, Collection<Integer> judged) {
    long relevant = relevant(judged);
    return relevant == 0 ? 0 : (double) relevant(gains) / relevant;
  }

  private static long relevant(Collection<Integer> gains) {
    return gains.stream().filter(gain -> gain >= 1).count();
  }

  /// The mean over queries, of which there must be one.
  static Effectiveness mean(List<Effectiveness> ofQueries) {
    return new Effectiveness(
        ofQueries.stream().mapToDouble(Effectiveness::ndcg).average().orElseThrow(),
        ofQueries.stream().mapToDouble(Effectiveness::reciprocalRank).average().orElseThrow(),
        ofQueries.stream().mapToDouble(Effectiveness::recall).average().orElseThrow());
  }
}
