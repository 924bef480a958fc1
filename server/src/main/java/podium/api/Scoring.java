package podium.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import podium.RerankException;
import podium.RerankException.Cancelled;
import podium.RerankException.ScoreNotFinite;
import podium.RerankRequest;
import podium.Scores;
import podium.catalog.Catalog;
import podium.catalog.Lease;
import podium.catalog.ServedModel;
import podium.config.Limits;
import podium.http.Call;
import podium.http.Endpoint;
import podium.metrics.Metrics;

/// What the endpoints of all dialects have in common: find the model, load it if need be, and ask
/// it, all before the request's time is up.
record Scoring(Catalog catalog, Limits limits, Metrics metrics) {

  /// How many questions of one request wait at the same time. Enough to fill batches, and too few
  /// to crowd out the requests of others, among which the engine shares its time evenly.
  private static final int AT_ONCE = 16;

  /// What to ask, given the time that is left.
  interface Question {
    RerankRequest within(Duration timeout);

    /// Where the client has the document that is number `document` of the question.
    default int index(int document) {
      return document;
    }
  }

  /// What answers at one of the routes that ask a model.
  Endpoint endpoint(String path) {
    var version1 = new RerankEndpoint(this, RerankDialect.V1);
    return switch (path) {
      case "/v1/rerank" -> version1;
      case "/v2/rerank" -> new RerankEndpoint(this, RerankDialect.V2);
      case "/score", "/v1/score" -> new ScoreEndpoint(this);
      default -> new AnyRerankEndpoint(version1, new TeiEndpoint(this));
    };
  }

  /// The model of that name, or the default one.
  ServedModel model(Call call, Optional<String> name) {
    ServedModel model = catalog.find(name);
    call.notes().model(model.name());
    return model;
  }

  Scores ask(Call call, ServedModel model, Question question) {
    try {
      if (!model.takesImages()) {
        question.within(left(call)).requireText();
      }
      return askLoaded(call, model, question);
    } catch (RerankException e) {
      metrics.failed(model, e);
      throw e instanceof ScoreNotFinite bad ? renumbered(bad, question) : e;
    }
  }

  private Scores askLoaded(Call call, ServedModel model, Question question) {
    long asked = System.nanoTime();
    try (Lease lease = model.use(left(call))) {
      Scores scores = lease.reranker().score(question.within(left(call)));
      metrics.scored(model, scores, Duration.ofNanos(System.nanoTime() - asked));
      call.notes().scored(scores);
      return scores;
    }
  }

  private static ScoreNotFinite renumbered(ScoreNotFinite failure, Question question) {
    return new ScoreNotFinite(failure.documents().stream().map(question::index).toList());
  }

  /// Asks everything, some of it at the same time, and gives up on the rest when one fails.
  List<Scores> askAll(Call call, ServedModel model, List<? extends Question> questions) {
    if (questions.size() == 1) {
      return List.of(ask(call, model, questions.getFirst()));
    }
    return together(
        questions.stream()
            .<Callable<Scores>>map(question -> () -> ask(call, model, question))
            .toList());
  }

  private Duration left(Call call) {
    return call.left(limits.requestTimeout());
  }

  private static List<Scores> together(List<Callable<Scores>> tasks) {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<Scores>> futures = tasks.stream().map(threads::submit).toList();
      try {
        List<Scores> results = new ArrayList<>();
        for (Future<Scores> future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new Cancelled("the caller went away before its request was done");
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof RuntimeException known
            ? known
            : new IllegalStateException(e.getCause());
      }
    }
  }
}
