package podium.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.engine.onednn.MatrixPeak;
import podium.metrics.ResidentMemory;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Families;
import podium.nn.ShapeEngine;
import podium.runtime.Threading;
import podium.tensor.Batch;
import podium.tensor.Encoding;

/// Measures one model directory: how long it takes to load, and how fast one request of known size
/// is answered, from text to scores, beside the machine's matrix-product peak measured in between.
///
/// The speed is *model FLOP/s*: the floating-point operations of the matrix products that the
/// network asks for ([podium.nn.Network#flops]), divided by the time of the whole request.
/// Tokenizing, norms, softmax and waiting cost time and count nothing.
///
/// @param shape what the directory holds
/// @param pairs documents in the request
/// @param tokens mean length of a pair in tokens, special tokens included; lengths are lognormal
///   with spread 0.5
/// @param rounds how often peak and request are measured in turn
public record Benchmark(BenchShape shape, int pairs, int tokens, int rounds) {

  private static final double SPREAD = 0.5;
  private static final int QUERY_TOKENS = 8;

  public Benchmark {
    check(pairs >= 1, "pairs must be at least 1, but is", pairs);
    check(rounds >= 1, "rounds must be at least 1, but is", rounds);
    check(tokens >= 16, "tokens must be at least 16, but is", tokens);
    check(
        tokens <= shape.maxLength(),
        "tokens must be at most %d for %s, but is".formatted(shape.maxLength(), shape.name()),
        tokens);
  }

  private static void check(boolean ok, String rule, int value) {
    if (!ok) {
      throw new IllegalArgumentException(rule + " " + value);
    }
  }

  /// Loads the directory that [RandomCheckpoint] wrote and measures it.
  public BenchReport run(Path directory, RerankerOptions options) {
    List<Integer> lengths = WordTokenizer.lengths(pairs, tokens, SPREAD, shape.maxLength());
    RerankRequest request = request(lengths);
    long begin = System.nanoTime();
    try (Reranker reranker = Reranker.open(directory, options)) {
      double loadSeconds = secondsSince(begin);
      checkTokens(reranker.score(request).promptTokens(), lengths);
      System.gc();
      long resident = ResidentMemory.bytes();
      var threading = Threading.of(options);
      try (var peak =
          new MatrixPeak(
              reranker.info().precision(), threading.workers(), threading.threadsPerWorker())) {
        var seconds = new ArrayList<Double>();
        var peaks = new ArrayList<Double>();
        for (int round = 0; round < rounds; round++) {
          peaks.add(peak.gflops());
          seconds.add(time(reranker, request));
        }
        return new BenchReport(
            shape.name(),
            reranker.info().precision(),
            threading,
            lengths,
            flops(directory, lengths),
            seconds,
            peaks,
            resident,
            loadSeconds);
      }
    }
  }

  /// A benchmark that runs other sequences than it counts would prove nothing.
  private static void checkTokens(long ran, List<Integer> lengths) {
    long expected = lengths.stream().mapToLong(Integer::longValue).sum();
    if (ran != expected) {
      throw new IllegalStateException(
          "the request was meant to have %d tokens, but had %d. This is a bug."
              .formatted(expected, ran));
    }
  }

  private static double time(Reranker reranker, RerankRequest request) {
    long begin = System.nanoTime();
    reranker.score(request);
    return secondsSince(begin);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private RerankRequest request(List<Integer> lengths) {
    var random = new SplittableRandom(1);
    int others = QUERY_TOKENS + WordTokenizer.ADDED;
    return RerankRequest.of(
        WordTokenizer.text(QUERY_TOKENS, shape.vocabulary(), random),
        lengths.stream()
            .map(length -> WordTokenizer.text(length - others, shape.vocabulary(), random))
            .toList());
  }

  private static long flops(Path directory, List<Integer> lengths) {
    var encodings =
        lengths.stream()
            .map(length -> new Encoding(new int[length], new int[length], false))
            .toList();
    try (var model = ModelDirectory.open(directory);
        var engine = new ShapeEngine()) {
      var family = Families.of(Recognition.of(model, Families.IN_ORDER));
      return family.load(model, engine).flops(Batch.of(encodings));
    }
  }
}
