package podium.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// A random run with many equal scores, graded, negative and missing judgments and queries without
/// candidates, against what trec_eval said of it.
class TrecEvalTest {

  private static final Path FOLDER = Path.of("src/test/resources/eval/trec_eval");

  /// trec_eval prints four decimals.
  private static final Offset<Double> PRINTED = offset(0.00005 + 1e-9);

  /// Values by measure and query, and by measure and `all`.
  private static Map<String, Double> expected() throws Exception {
    var values = new HashMap<String, Double>();
    for (String line : Files.readAllLines(FOLDER.resolve("expected.txt"))) {
      List<String> cells = List.of(line.split("\\s+"));
      values.put(cells.get(0) + " " + cells.get(1), Double.valueOf(cells.get(2)));
    }
    return values;
  }

  @Test
  void everyQueryAndTheMeanAreAsTrecEvalHasThem() throws Exception {
    Map<String, Double> expected = expected();
    Dataset dataset = Dataset.read(FOLDER, "test", Optional.empty());
    try (Corpus corpus = Corpus.read(dataset.corpus(), Optional.empty(), Progress.UNSEEN)) {
      Run run = RunFile.read(FOLDER.resolve("run.txt"), dataset, corpus, 100);

      assertThat(dataset.queries()).hasSize(29);
      for (String query : dataset.queries().keySet()) {
        List<String> ranking = run.of(query).stream().map(ScoredDocument::id).toList();
        assertAsExpected(Effectiveness.of(ranking, dataset.judgments(query)), expected, query);
      }
      assertAsExpected(
          new Evaluation(dataset, corpus, run).baseline().effectiveness(), expected, "all");
    }
  }

  private static void assertAsExpected(
      Effectiveness actual, Map<String, Double> expected, String query) {
    assertThat(actual.ndcg()).as(query).isCloseTo(expected.get("ndcg_cut_10 " + query), PRINTED);
    assertThat(actual.reciprocalRank())
        .as(query)
        .isCloseTo(expected.get("recip_rank " + query), PRINTED);
    assertThat(actual.recall()).as(query).isCloseTo(expected.get("recall_100 " + query), PRINTED);
  }
}
