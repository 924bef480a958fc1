package podium.plot;

import static java.util.stream.Collectors.summarizingDouble;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Stream;

/// An axis of a plot: where on the paper a value is, and which values get a mark.
///
/// @param min the value at `from`
/// @param max the value at `to`
/// @param ticks values in between, rising
record Scale(double min, double max, Spacing spacing, Ends ends, List<Double> ticks) {

  /// Pixels at which an axis begins and ends.
  record Ends(double from, double to) {}

  /// What equal distances on the paper mean.
  enum Spacing {
    /// Equal differences.
    LINEAR,
    /// Equal ratios.
    LOGARITHMIC
  }

  private static final double[] ROUND = {1, 2, 5};

  /// More marks than this are too many.
  private static final int MOST_TICKS = 8;

  /// An axis of ratios with room on both sides of `values`, which are above 0.
  static Scale logarithmic(Stream<Double> values, Ends ends) {
    DoubleSummaryStatistics of = values.collect(summarizingDouble(Double::doubleValue));
    double min = of.getMin() / 2;
    double max = of.getMax() * 2;
    List<Double> ticks = powers(min, max, ROUND);
    if (ticks.size() > MOST_TICKS) {
      ticks = powers(min, max, new double[] {1});
    }
    return new Scale(min, max, Spacing.LOGARITHMIC, ends, ticks);
  }

  private static List<Double> powers(double min, double max, double[] digits) {
    var ticks = new ArrayList<Double>();
    for (double power = Math.pow(10, Math.floor(Math.log10(min))); power <= max; power *= 10) {
      for (double digit : digits) {
        if (digit * power >= min && digit * power <= max) {
          ticks.add(digit * power);
        }
      }
    }
    return ticks;
  }

  /// An axis of differences with room above and below `values`, within 0..1.
  static Scale ofShares(Stream<Double> values, Ends ends) {
    DoubleSummaryStatistics of = values.collect(summarizingDouble(Double::doubleValue));
    double least = of.getMin();
    double most = of.getMax();
    double room = Math.max(0.02, (most - least) / 4);
    double step = step((most - least + 2 * room) / MOST_TICKS);
    double min = Math.max(0, Math.floor((least - room) / step) * step);
    double max = Math.min(1, Math.ceil((most + room) / step) * step);
    var ticks = new ArrayList<Double>();
    for (long i = Math.round(min / step); i * step <= max + step / 1e6; i++) {
      ticks.add(i * step);
    }
    return new Scale(min, max, Spacing.LINEAR, ends, ticks);
  }

  /// The least round number that is at least `least`.
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double digit : ROUND) {
      if (digit * power >= least) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  /// In pixels.
  double at(double value) {
    double share =
        switch (spacing) {
          case LINEAR -> (value - min) / (max - min);
          case LOGARITHMIC -> Math.log(value / min) / Math.log(max / min);
        };
    return ends.from() + share * (ends.to() - ends.from());
  }
}
