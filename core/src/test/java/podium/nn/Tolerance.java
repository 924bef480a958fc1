package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import podium.Precision;
import podium.nn.Golden.Case;

/// How far the logits of a precision may be from the reference's.
enum Tolerance {
  /// Logits within 1e-4.
  F32 {
    @Override
    void check(List<Case> cases, float[] logits) {
      assertThat(indices(cases))
          .allSatisfy(i -> assertClose(cases.get(i), logits[i], cases.get(i).logit(), 1e-4));
    }
  },

  /// Scores within 2e-2, and in the same order wherever the reference's differ by more than 5e-2.
  BF16 {
    @Override
    void check(List<Case> cases, float[] logits) {
      assertThat(indices(cases))
          .allSatisfy(i -> {
            double score = sigmoid(cases.get(i).logit());
            assertClose(cases.get(i), sigmoid(logits[i]), score, 2e-2);
            assertOrder(cases, logits, i, score);
          });
    }

    private void assertOrder(List<Case> cases, float[] logits, int i, double score) {
      for (int j = 0; j < logits.length; j++) {
        if (score > sigmoid(cases.get(j).logit()) + 5e-2) {
          assertThat(logits[i])
              .as("%s beats %s", cases.get(i), cases.get(j))
              .isGreaterThan(logits[j]);
        }
      }
    }
  };

  static Tolerance of(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case BF16 -> BF16;
    };
  }

  /// Fails unless the logits are those of the cases.
  abstract void check(List<Case> cases, float[] logits);

  private static List<Integer> indices(List<Case> cases) {
    return IntStream.range(0, cases.size()).boxed().toList();
  }

  private static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static void assertClose(Case golden, double found, double expected, double offset) {
    assertThat(Math.abs(found - expected))
        .as("%s: %s for %s", golden.name(), found, expected)
        .isLessThanOrEqualTo(offset);
  }
}
