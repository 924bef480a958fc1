package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import podium.Precision;
import podium.nn.Golden.Score;

/// How far the raw scores of a model may be from the reference's.
public sealed interface Tolerance {

  /// What is wrong with these raw scores.
  List<String> complaints(List<Score> expected, List<Float> found);

  static Tolerance of(Golden golden, Precision precision) {
    return switch (precision) {
      case F32 -> new OfRawScores(1e-4);
      case BF16 -> OfScores.of(golden);
    };
  }

  /// Fails unless these are the raw scores.
  default void check(List<Score> expected, List<Float> found) {
    assertThat(found).hasSameSizeAs(expected);
    assertThat(complaints(expected, found)).isEmpty();
  }

  /// Each raw score is this close.
  record OfRawScores(double distance) implements Tolerance {

    @Override
    public List<String> complaints(List<Score> expected, List<Float> found) {
      return IntStream.range(0, found.size())
          .filter(i -> !(Math.abs(found.get(i) - expected.get(i).raw()) <= distance))
          .mapToObj(i -> expected.get(i) + " is " + found.get(i))
          .toList();
    }
  }

  /// Each score is this close, and scores that the reference sees more than 5e-2 apart are in the
  /// same order.
  ///
  /// The distance is 2e-2, or twice what rounding the weights and the matrices between operators
  /// does to the model, where that is more. The models are tiny and random, and some amplify that
  /// rounding: the weights' alone moves scores of `xlm_roberta` by up to 3.9e-2.
  record OfScores(double distance) implements Tolerance {

    private static final Map<String, OfScores> OF_MODELS = new ConcurrentHashMap<>();

    static OfScores of(Golden golden) {
      return OF_MODELS.computeIfAbsent(
          golden.name(), _ -> new OfScores(Math.max(2e-2, 2 * RoundedReference.distance(golden))));
    }

    @Override
    public List<String> complaints(List<Score> expected, List<Float> found) {
      List<String> complaints = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        Score golden = expected.get(i);
        double relevance = golden.kind().relevance(found.get(i));
        if (!(Math.abs(relevance - golden.relevance()) <= distance)) {
          complaints.add(golden + " has relevance " + relevance);
        }
        for (int j = 0; j < found.size(); j++) {
          if (golden.relevance() > expected.get(j).relevance() + 5e-2
              && !(found.get(i) > found.get(j))) {
            complaints.add(golden + " is not above " + expected.get(j));
          }
        }
      }
      return complaints;
    }
  }
}
