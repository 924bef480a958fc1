package podium.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import podium.RerankException;
import podium.Scores;
import podium.catalog.Catalog;
import podium.catalog.Residence;
import podium.catalog.ServedModel;
import podium.http.Ended;
import podium.http.Traffic;

/// Counts what the server does. Every series is there from the first look on, with zeros, so that
/// an alert on a rate needs no first failure to work: those of a model from when it is found.
/// Thread-safe.
public final class Metrics implements Traffic {

  /// What Prometheus wants to see.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// What any request may end with.
  private static final List<Integer> STATUSES =
      List.of(200, 304, 400, 401, 403, 404, 405, 408, 413, 414, 415, 429, 431, 499, 500, 503);

  /// What may become of a request that asked a model.
  private static final List<Integer> MODEL_STATUSES = List.of(200, 400, 429, 499, 500, 503);

  static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Catalog catalog;
  private final List<String> modelRoutes;
  private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();

  /// @param modelRoutes paths of the routes that ask a model
  /// @param otherRoutes paths of the rest
  public Metrics(Catalog catalog, List<String> modelRoutes, List<String> otherRoutes) {
    this.catalog = catalog;
    this.modelRoutes = List.copyOf(modelRoutes);
    Gauge.builder("podium.resident.bytes", ResidentMemory::bytes)
        .description(
            "Memory of the process that is really in use; 0 where the system does not tell")
        .register(registry);
    Gauge.builder("podium.memory.limit.bytes", () -> limit(catalog))
        .description("What all loaded models may take together; 0 if there is no limit")
        .register(registry);
    Gauge.builder("podium.models.memory.bytes", catalog::takenBytes)
        .description("What all models in memory take of it, as estimated before they were loaded")
        .register(registry);
    registry.getPrometheusRegistry().register(new BatchFill(catalog::models));
    modelRoutes.forEach(this::register);
    otherRoutes.forEach(this::register);
    register("");
    Stream.of(Late.values()).forEach(this::hangUps);
    catalog.models().forEach(this::of);
    catalog.onLoaded((model, took) -> meters(model).loaded(took));
  }

  private static long limit(Catalog catalog) {
    Residence residence = catalog.residence();
    return residence.isLimited() ? residence.limitBytes() : 0;
  }

  private void register(String route) {
    STATUSES.forEach(status -> requests(route, "", status));
    durations(route);
  }

  @Override
  public void ended(Ended request) {
    Ended.Label label = request.label();
    requests(label.route(), label.model(), request.status()).increment();
    durations(label.route()).record(request.duration());
  }

  @Override
  public void hungUp(Late late) {
    hangUps(late).increment();
  }

  private Counter hangUps(Late late) {
    return Counter.builder("podium.hang.ups")
        .description("Connections that were closed because nothing came")
        .tag("late", late.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter requests(String route, String model, int status) {
    return Counter.builder("podium.requests")
        .description("Requests that are over")
        .tags("route", route, "model", model, "status", Integer.toString(status))
        .register(registry);
  }

  private Timer durations(String route) {
    return Timer.builder("podium.request.duration")
        .description("From the end of the headers to the end of the answer")
        .tags("route", route)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  /// A question to `model` was answered, `total` after it was asked.
  public void scored(ServedModel model, Scores scores, Duration total) {
    of(model).scored(scores, total);
  }

  /// A question to `model` came to nothing.
  public void failed(ServedModel model, RerankException reason) {
    of(model).failed(reason);
  }

  private ModelMeters of(ServedModel model) {
    return meters(model.name());
  }

  private ModelMeters meters(String model) {
    return models.computeIfAbsent(
        model,
        name -> {
          for (String route : modelRoutes) {
            MODEL_STATUSES.forEach(status -> requests(route, name, status));
          }
          return new ModelMeters(registry, Tags.of("model", name), () -> catalog.everKnown(name));
        });
  }

  /// Everything, as Prometheus reads it.
  public String text() {
    catalog.models().forEach(this::of);
    return registry.scrape();
  }
}
