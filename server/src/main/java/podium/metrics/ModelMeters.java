package podium.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import podium.Load;
import podium.ModelInfo;
import podium.RerankException;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.EngineFailure;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.NotEnoughMemory;
import podium.RerankException.Overloaded;
import podium.RerankException.ScoreNotFinite;
import podium.RerankException.UnknownModel;
import podium.Scores;
import podium.catalog.Departure;
import podium.catalog.ServedModel;

/// The series of one model.
final class ModelMeters {

  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter documents;
  private final Counter tokens;
  private final Counter truncated;
  private final Counter cancelled;
  private final Counter expired;
  private final Counter refused;
  private final Counter notFinite;
  private final Timer load;
  private final Timer queue;
  private final Timer tokenize;
  private final Timer compute;
  private final Timer total;

  /// @param model as it is now; empty if it has gone
  ModelMeters(MeterRegistry registry, Tags tags, Supplier<Optional<ServedModel>> model) {
    this.registry = registry;
    this.tags = tags;
    documents = counter("podium.documents", "Documents that were scored");
    tokens = counter("podium.prompt.tokens", "Tokens of answered requests");
    truncated = counter("podium.truncated.documents", "Documents that lost text to a limit");
    cancelled = counter("podium.cancelled", "Questions whose client went away");
    expired = counter("podium.expired", "Questions whose deadline passed");
    refused = counter("podium.refused", "Questions that the queue had no room for");
    notFinite = counter("podium.not.finite.scores", "Scores that were no numbers");
    load = timer("podium.model.load.duration", "Reading it, without waiting for room");
    queue = timer("podium.queue.duration", "Waiting before the first pair was computed");
    tokenize = timer("podium.tokenize.duration", "Turning texts into tokens");
    compute = timer("podium.compute.duration", "From the first pair's start to the last one's end");
    total =
        timer("podium.score.duration", "From asking the model to its scores, loading it included");
    watchLoad(() -> model.get().map(ServedModel::load).orElse(Load.NONE));
    watchModel(model);
  }

  private void watchLoad(Supplier<Load> load) {
    gauge("podium.queue.tokens", "Tokens that wait", load, Load::waitingTokens);
    gauge("podium.queue.requests", "Questions that wait", load, Load::waitingRequests);
    gauge("podium.running.tokens", "Tokens being computed", load, Load::runningTokens);
    total("podium.pairs", "Pairs that were computed", load, Load::pairs);
    total("podium.batches", "Batches that were computed", load, Load::batches);
    total("podium.batch.tokens", "Tokens of these batches", load, Load::tokens);
    total(
        "podium.busy.seconds",
        "Time that workers spent on these",
        load,
        now -> now.busy().toNanos() / 1e9);
    total(
        "podium.shared.pairs",
        "Pairs that were not computed, because the same was computed for another",
        load,
        now -> now.saved().shared());
    total("podium.cache.hits", "Pairs whose score was known", load, now -> now.saved().cacheHits());
    total(
        "podium.cache.misses",
        "Pairs whose score was looked for and not known",
        load,
        now -> now.saved().cacheMisses());
    gauge("podium.cache.scores", "Scores known", load, now -> now.saved().cachedScores());
  }

  private void watchModel(Supplier<Optional<ServedModel>> model) {
    total("podium.model.loads", "Times it was loaded", model, ModelMeters::loads);
    total("podium.model.load.failures", "Times that failed", model, ModelMeters::failedLoads);
    for (Departure why : Departure.values()) {
      FunctionCounter.builder(
              "podium.model.evictions",
              this,
              _ -> model.get().map(there -> there.departures(why)).orElse(0L))
          .description("Times it left memory")
          .tags(tags.and("reason", why.label()))
          .register(registry);
    }
    gauge(
        "podium.model.memory.bytes",
        "What it takes of the memory limit, as estimated; 0 if not loaded",
        model,
        ModelMeters::memory);
    gauge(
        "podium.model.weight.bytes",
        "Bytes of its weights; 0 if not loaded",
        model,
        ModelMeters::weights);
  }

  private static double loads(Optional<ServedModel> model) {
    return model.map(ServedModel::loads).orElse(0L);
  }

  private static double failedLoads(Optional<ServedModel> model) {
    return model.map(ServedModel::failedLoads).orElse(0L);
  }

  private static double memory(Optional<ServedModel> model) {
    return model.map(there -> there.status().memoryBytes()).orElse(0L);
  }

  private static double weights(Optional<ServedModel> model) {
    return model.flatMap(ServedModel::info).map(ModelInfo::weightBytes).orElse(0L);
  }

  void loaded(Duration took) {
    load.record(took);
  }

  void scored(Scores scores, Duration duration) {
    documents.increment(scores.size());
    tokens.increment((double) scores.promptTokens());
    truncated.increment(scores.truncatedDocuments());
    queue.record(scores.timing().queue());
    tokenize.record(scores.timing().tokenize());
    compute.record(scores.timing().compute());
    total.record(duration);
  }

  void failed(RerankException reason) {
    switch (reason) {
      case Cancelled _ -> cancelled.increment();
      case DeadlineExceeded _ -> expired.increment();
      case Overloaded _ -> refused.increment();
      case ScoreNotFinite scores -> notFinite.increment(scores.documents().size());
      case InvalidRequest _,
          UnknownModel _,
          ModelUnavailable _,
          NotEnoughMemory _,
          EngineFailure _ -> {
        // the status of the request says it
      }
    }
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(Metrics.BUCKETS)
        .register(registry);
  }

  private <T> void gauge(
      String name, String description, Supplier<T> source, ToDoubleFunction<T> value) {
    Gauge.builder(name, () -> value.applyAsDouble(source.get()))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  /// The registry holds `source` only weakly; [Metrics] holds it through us.
  private <T> void total(
      String name, String description, Supplier<T> source, ToDoubleFunction<T> value) {
    FunctionCounter.builder(name, this, _ -> value.applyAsDouble(source.get()))
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
