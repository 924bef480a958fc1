package podium.bench;

import java.util.List;
import java.util.Locale;
import podium.Precision;
import podium.runtime.Threading;

/// What [Benchmark] measured. Speeds are those of the best round, as is the peak, because others on
/// the machine can only slow a round down; medians are printed beside them.
///
/// @param lengths of the pairs, in tokens
/// @param flops model FLOPs of the request
/// @param seconds of the request, one per round
/// @param peaks matrix-product GFLOP/s, one per round
/// @param tokens that were run, a shared prefix once
/// @param residentBytes of the process after the first request; 0 where the system does not tell
/// @param loadSeconds from asking for the model until it could be used
public record BenchReport(
    String shape,
    Precision precision,
    Threading threading,
    List<Integer> lengths,
    long tokens,
    long flops,
    List<Double> seconds,
    List<Double> peaks,
    long residentBytes,
    double loadSeconds) {

  public BenchReport {
    lengths = List.copyOf(lengths);
    seconds = List.copyOf(seconds);
    peaks = List.copyOf(peaks);
  }

  public double pairsPerSecond() {
    return lengths.size() / best();
  }

  public double tokensPerSecond() {
    return tokens / best();
  }

  public double gflops() {
    return flops / best() / 1e9;
  }

  public double peakGflops() {
    return peaks.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /// Achieved speed over the machine's matrix-product peak, from 0 to about 1.
  public double shareOfPeak() {
    return gflops() / peakGflops();
  }

  private double best() {
    return seconds.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /// For people.
  public String text() {
    return String.format(
        Locale.ROOT,
        """
        %s, %s, %d workers of %d threads
        request          %d pairs, %d tokens (%d to %d a pair), %.1f GFLOP
        time             %.3f s (median %.3f s of %d rounds)
        pairs/s          %.1f
        tokens/s         %.0f
        achieved         %.1f GFLOP/s (median %.1f)
        peak             %.1f GFLOP/s (median %.1f), matrix products in the same run
        share of peak    %.3f (of medians %.3f)
        resident memory  %d MB
        load time        %.2f s
        """,
        shape,
        precision,
        threading.workers(),
        threading.threadsPerWorker(),
        lengths.size(),
        tokens,
        lengths.stream().mapToInt(Integer::intValue).min().orElseThrow(),
        lengths.stream().mapToInt(Integer::intValue).max().orElseThrow(),
        flops / 1e9,
        best(),
        median(seconds),
        seconds.size(),
        pairsPerSecond(),
        tokensPerSecond(),
        gflops(),
        flops / median(seconds) / 1e9,
        peakGflops(),
        median(peaks),
        shareOfPeak(),
        flops / median(seconds) / 1e9 / median(peaks),
        residentBytes / 1_000_000,
        loadSeconds);
  }

  /// For programs: one line.
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"pairs_per_s\":%.2f,\"tokens_per_s\":%.1f,\"gflops\":%.2f,\"peak_gflops\":%.2f,"
            + "\"share_of_peak\":%.4f,\"rss_mb\":%d,\"load_s\":%.3f}",
        pairsPerSecond(),
        tokensPerSecond(),
        gflops(),
        peakGflops(),
        shareOfPeak(),
        residentBytes / 1_000_000,
        loadSeconds);
  }
}
