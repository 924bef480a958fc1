package podium.load;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Counts what came of the requests of a load test that were due within a time. Thread-safe.
final class LoadTally {

  static final int OK = 200;

  private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
  private static final int DIGITS = 3;

  private final long from;
  private final AtomicLong until;
  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
  private final LongAdder documents = new LongAdder();
  private final Map<String, LongAdder> statuses = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();

  /// @param from when counting begins, in nanoseconds of [System#nanoTime]
  /// @param until when it ends, unless answers come later
  LoadTally(long from, long until) {
    this.from = from;
    this.until = new AtomicLong(until);
  }

  /// A request got an answer. Only times of good ones count, because a refusal is quick.
  void answered(long due, long now, int status, int documentsOfIt) {
    if (due - from < 0) {
      return;
    }
    count(statuses, Integer.toString(status), now);
    if (status == OK) {
      micros.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(now - due)));
      documents.add(documentsOfIt);
    }
  }

  /// A request got none.
  void failed(long due, long now, Throwable reason) {
    if (due - from >= 0) {
      count(failures, reason.getClass().getSimpleName(), now);
    }
  }

  private void count(Map<String, LongAdder> counts, String name, long now) {
    counts.computeIfAbsent(name, _ -> new LongAdder()).increment();
    until.accumulateAndGet(now, (a, b) -> a - b > 0 ? a : b);
  }

  /// When all requests are over.
  LoadReport report(LoadPlan plan) {
    return new LoadReport(
        plan.url().toString(),
        plan.arrivals().toString(),
        (until.get() - from) / 1e9,
        documents.sum(),
        micros,
        LoadReport.counts(statuses),
        LoadReport.counts(failures));
  }
}
