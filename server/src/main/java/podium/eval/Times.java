package podium.eval;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Gathers how long queries take.
final class Times {

  private static final int DIGITS = 3;

  private final Histogram micros = new Histogram(DIGITS);
  private long nanos;

  void add(long ofQuery) {
    nanos += ofQuery;
    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(ofQuery));
  }

  /// @param pairs of all queries together; 0 if there were none
  Speed speed(long pairs) {
    return new Speed(
        millis(50),
        millis(95),
        pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(pairs * 1e9 / nanos));
  }

  private double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }
}
