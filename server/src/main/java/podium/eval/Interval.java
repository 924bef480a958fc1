package podium.eval;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Where a mean over queries lies, as far as these queries can tell: with other queries of the same
/// kind it would be inside in 95 of 100 cases.
public record Interval(double from, double to) {

  private static final int RESAMPLES = 10_000;

  /// Of what lies outside on either side.
  private static final double TAIL = 0.025;

  /// By the bootstrap (Efron 1979): the mean of as many values drawn from `values` with
  /// replacement, again and again, and of these means the middle 95 %. The same for the same
  /// values.
  static Interval ofMean(List<Double> values) {
    var random = new SplittableRandom(1);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < values.size(); j++) {
        sum += values.get(random.nextInt(values.size()));
      }
      means[i] = sum / values.size();
    }
    Arrays.sort(means);
    int outside = (int) (TAIL * RESAMPLES);
    return new Interval(means[outside], means[RESAMPLES - 1 - outside]);
  }
}
