package example;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import podium.Content;
import podium.LengthLimits;
import podium.Precision;
import podium.Ranking;
import podium.RerankException;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;

/// What else a program may want of a [Reranker].
final class Recipes {

  private Recipes() {}

  /// How a model is run.
  static Reranker openAsWished(Path directory) {
    RerankerOptions options =
        RerankerOptions.DEFAULT
            .withPrecision(Precision.F32) // instead of bf16 where the processor has it
            .withCachedScores(100_000); // the same pair again is not computed again
    return Reranker.open(directory, options);
  }

  /// Long documents are read in up to eight windows and score as the best of them; the request has
  /// two seconds.
  static Ranking rankLongDocuments(Reranker reranker, String query, List<String> documents) {
    List<Content> contents = documents.stream().map(Content::of).toList();
    LengthLimits limits = LengthLimits.NONE.withWindows(8);
    var request = new RerankRequest(Content.of(query), contents, limits, Duration.ofSeconds(2));
    Scores scores = reranker.score(request);
    System.out.printf("%d tokens, computed in %s%n", scores.promptTokens(), scores.timing());
    return Ranking.of(scores);
  }

  /// Many queries at once, each on a virtual thread. The reranker packs their work together.
  static List<Ranking> rankMany(Reranker reranker, List<String> queries, List<String> documents)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Ranking>> rankings =
          queries.stream()
              .map(query -> threads.submit(() -> reranker.rank(query, documents)))
              .toList();
      for (Future<Ranking> ranking : rankings) {
        ranking.get();
      }
      return rankings.stream().map(Future::resultNow).toList();
    }
  }

  /// What to do about what goes wrong.
  static String advise(RerankException failure) {
    return switch (failure) {
      case RerankException.InvalidRequest e -> "correct the request: " + e.getMessage();
      case RerankException.UnknownModel e -> "choose another model: " + e.getMessage();
      case RerankException.ModelUnavailable e -> "look at the model's folder: " + e.getMessage();
      case RerankException.NotEnoughMemory e -> "free memory: " + e.getMessage();
      case RerankException.Overloaded e -> "ask again in " + e.retryAfter();
      case RerankException.DeadlineExceeded e -> "ask again in " + e.retryAfter();
      case RerankException.Cancelled _ -> "the calling thread was interrupted";
      case RerankException.ScoreNotFinite e -> "try f32: " + e.getMessage();
      case RerankException.EngineFailure e -> "report a bug: " + e.getMessage();
    };
  }
}
