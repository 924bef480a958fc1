package podium.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import podium.Content;
import podium.LengthLimits;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.bench.BenchShape.Frame;
import podium.bench.BenchShape.Sharing;
import podium.engine.onednn.MatrixPeak;
import podium.metrics.ResidentMemory;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.model.Recognition.Template;
import podium.nn.Families;
import podium.nn.ShapeEngine;
import podium.runtime.Threading;
import podium.tensor.Batch;
import podium.tensor.Encoding;
import podium.tensor.Picture;
import podium.tensor.PlacedPicture;
import podium.tensor.Prefix;
import podium.text.BlockEncoder;
import podium.text.BlockQuery;
import podium.text.Excerpt;

/// Measures one model directory: how long it takes to load, and how fast one request of known size
/// is answered, from text to scores, beside the machine's matrix-product peak measured in between.
///
/// The speed is *model FLOP/s*: the floating-point operations of the matrix products that the
/// network asks for ([podium.nn.Network#flops]), divided by the time of the whole request.
/// Tokenizing, norms, softmax and waiting cost time and count nothing.
///
/// @param shape what the directory holds
/// @param pairs documents in the request
/// @param tokens mean length of a pair in tokens, special tokens included; where documents share a
///   prefix, of what follows it, without the image if there is one; where they share a sequence, of
///   a document's part of it. Lengths are lognormal with spread 0.5
/// @param rounds how often peak and request are measured in turn
public record Benchmark(BenchShape shape, int pairs, int tokens, int rounds) {

  private static final double SPREAD = 0.5;
  private static final int QUERY_TOKENS = 8;

  /// Tokens of a shared prefix, the query among them.
  private static final int PREFIX_TOKENS = 100;

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
    Batch batch = batch(directory, request, lengths, options);
    long begin = System.nanoTime();
    try (Reranker reranker = Reranker.open(directory, options)) {
      double loadSeconds = secondsSince(begin);
      checkTokens(reranker.score(request).promptTokens(), batch.tokens());
      long resident = ResidentMemory.atRest();
      var threading = Threading.of(options, template(directory));
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
            batch.tokens(),
            flops(directory, batch),
            seconds,
            peaks,
            resident,
            loadSeconds);
      }
    }
  }

  /// A benchmark that runs other sequences than it counts would prove nothing.
  private static void checkTokens(long ran, long expected) {
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
    Frame frame = shape.frame();
    int query = frame.sharing() == Sharing.PREFIX ? PREFIX_TOKENS - frame.before() : QUERY_TOKENS;
    int others =
        frame.after()
            + switch (frame.sharing()) {
              case NOTHING -> frame.before() + QUERY_TOKENS;
              case PREFIX -> 0;
              case SEQUENCE -> frame.before();
            };
    return new RerankRequest(
        Content.of(WordTokenizer.text(query, shape.vocabulary(), random)),
        lengths.stream()
            .map(length -> WordTokenizer.text(length - others, shape.vocabulary(), random))
            .map(text -> document(text, random))
            .toList(),
        LengthLimits.NONE,
        RerankRequest.NO_TIMEOUT);
  }

  private Content document(String text, SplittableRandom random) {
    return shape.frame().imageSide() == 0
        ? Content.of(text)
        : Content.of(shape.frame().images().next(random), text);
  }

  /// Sequences of the sizes that are run.
  private Batch batch(
      Path directory, RerankRequest request, List<Integer> lengths, RerankerOptions options) {
    return switch (shape.frame().sharing()) {
      case NOTHING, PREFIX -> pairs(lengths, options);
      case SEQUENCE -> blocks(directory, request);
    };
  }

  private Batch blocks(Path directory, RerankRequest request) {
    try (var encoder =
        BlockEncoder.load(
            directory.resolve("tokenizer.json"),
            SpecialTokens.TEXT,
            shape.maxLength(),
            shape.vocabulary())) {
      BlockQuery query = encoder.query(text(request.query()), Optional.empty(), LengthLimits.NONE);
      List<Excerpt> passages =
          request.documents().stream()
              .flatMap(document -> query.passages(text(document), 0).stream())
              .toList();
      return Batch.of(query.blocks(passages).stream().map(query::encode).toList());
    }
  }

  private static String text(Content content) {
    return ((Content.Text) content).text();
  }

  private Batch pairs(List<Integer> lengths, RerankerOptions options) {
    var prefix = new Prefix(new int[PREFIX_TOKENS]);
    Stream<Encoding> encodings =
        IntStream.range(0, pairs).mapToObj(i -> encoding(i, lengths.get(i)));
    if (shape.frame().sharing() == Sharing.PREFIX) {
      encodings = encodings.map(encoding -> encoding.after(prefix));
    }
    boolean sharing = options.sharePrefixes() && pairs > 1;
    return Batch.of((sharing ? encodings : encodings.map(Encoding::whole)).toList());
  }

  /// @param length without the image
  private Encoding encoding(int document, int length) {
    RandomImages images = shape.frame().images();
    int all = length + images.tokens();
    var encoding = new Encoding(new int[all], new int[all], false);
    return shape.frame().imageSide() == 0
        ? encoding
        : encoding.showing(
            List.of(new PlacedPicture(new Picture("image " + document, images.grid()), 1)));
  }

  private static Template template(Path directory) {
    try (var model = ModelDirectory.open(directory)) {
      return Recognition.of(model, Families.IN_ORDER).template();
    }
  }

  private static long flops(Path directory, Batch batch) {
    try (var model = ModelDirectory.open(directory);
        var engine = new ShapeEngine()) {
      var family = Families.of(Recognition.of(model, Families.IN_ORDER));
      return family.load(model, engine).flops(batch);
    }
  }
}
