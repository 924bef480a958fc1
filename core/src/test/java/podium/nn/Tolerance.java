package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import podium.Precision;
import podium.nn.Golden.Case;

/// How far the logits of a model may be from the reference's.
public sealed interface Tolerance {

  /// What is wrong with these logits of the cases.
  List<String> complaints(List<Case> cases, float[] logits);

  static Tolerance of(Golden golden, Precision precision) {
    return switch (precision) {
      case F32 -> new OfLogits(1e-4);
      case BF16 -> OfScores.of(golden);
    };
  }

  /// Fails unless these are the logits of the cases.
  default void check(List<Case> cases, float[] logits) {
    assertThat(logits).hasSize(cases.size());
    assertThat(complaints(cases, logits)).isEmpty();
  }

  /// Each logit is this close.
  record OfLogits(double distance) implements Tolerance {

    @Override
    public List<String> complaints(List<Case> cases, float[] logits) {
      return IntStream.range(0, logits.length)
          .filter(i -> !(Math.abs(logits[i] - cases.get(i).logit()) <= distance))
          .mapToObj(i -> cases.get(i).name() + " has logit " + logits[i])
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
    public List<String> complaints(List<Case> cases, float[] logits) {
      List<String> complaints = new ArrayList<>();
      for (int i = 0; i < logits.length; i++) {
        Case golden = cases.get(i);
        double score = Case.sigmoid(logits[i]);
        if (!(Math.abs(score - golden.score()) <= distance)) {
          complaints.add("%s has score %s, not %s".formatted(golden.name(), score, golden.score()));
        }
        for (int j = 0; j < logits.length; j++) {
          if (golden.score() > cases.get(j).score() + 5e-2 && !(logits[i] > logits[j])) {
            complaints.add(golden.name() + " is not above " + cases.get(j).name());
          }
        }
      }
      return complaints;
    }
  }
}
