package podium.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import podium.config.Version;
import podium.http.Ended;
import podium.http.Ended.Work;
import podium.http.Traffic;

/// A span for every request that is no probe, with children for waiting, tokenizing and computing,
/// sent by OTLP as the standard environment variables say. A client's `traceparent` is the parent,
/// and its sampling decision is heeded.
///
/// Spans are made when the request is over, from what [Ended] says, so that nothing on its way
/// knows of them. Names and attributes are those of OpenTelemetry's semantic conventions for HTTP
/// servers where these have one. No text of users is in them.
///
/// Nothing is sent, and no thread runs, unless one of [#WANTED] is set.
public final class Traces implements Traffic, AutoCloseable {

  /// The variables of which one must be set.
  private static final List<String> WANTED =
      List.of(
          "OTEL_TRACES_EXPORTER",
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  /// What the environment may override. Metrics are Prometheus' business, logs the collector's.
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "podium",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  private static final Duration LAST_SPANS = Duration.ofSeconds(5);

  private static final TextMapGetter<Map<String, String>> HEADERS = Traces::header;

  private final Optional<OpenTelemetrySdk> sdk;

  private Traces(Optional<OpenTelemetrySdk> sdk) {
    this.sdk = sdk;
  }

  /// As the variables of this process say.
  public static Traces ofEnvironment() {
    return of(System.getenv());
  }

  /// @throws IllegalArgumentException if a variable has a value that OpenTelemetry does not
  ///   understand
  static Traces of(Map<String, String> environment) {
    if (WANTED.stream().noneMatch(environment::containsKey)) {
      return new Traces(Optional.empty());
    }
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    environment.forEach((name, value) -> {
      if (name.startsWith("OTEL_")) {
        properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
      }
    });
    return new Traces(Optional.of(sdk(properties)));
  }

  private static OpenTelemetrySdk sdk(Map<String, String> properties) {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .disableShutdownHook()
          .addPropertiesCustomizer(_ -> properties)
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      throw new IllegalArgumentException("OpenTelemetry: " + e.getMessage(), e);
    }
  }

  @Override
  public void ended(Ended request) {
    if (!request.label().probe()) {
      sdk.ifPresent(present -> record(present.getTracer("podium", Version.CURRENT), request));
    }
  }

  private static void record(Tracer tracer, Ended request) {
    Instant end = request.began().plus(request.duration());
    Span span =
        tracer
            .spanBuilder(name(request))
            .setParent(parent(request))
            .setSpanKind(SpanKind.SERVER)
            .setStartTimestamp(request.began())
            .setAllAttributes(attributes(request))
            .startSpan();
    if (request.status() >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
    request.label().work().ifPresent(work -> parts(tracer, span, work, end));
    span.end(end);
  }

  private static String name(Ended request) {
    String route = request.label().route();
    return route.isEmpty() ? request.method() : request.method() + " " + route;
  }

  private static Context parent(Ended request) {
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.root(), request.traceContext(), HEADERS);
  }

  private static @Nullable String header(@Nullable Map<String, String> headers, String name) {
    return headers == null ? null : headers.get(name);
  }

  private static Attributes attributes(Ended request) {
    var attributes =
        Attributes.builder()
            .put("http.request.method", request.method())
            .put("http.response.status_code", request.status())
            .put("url.path", request.path())
            .put("podium.request.id", request.id());
    Ended.Label label = request.label();
    if (!label.route().isEmpty()) {
      attributes.put("http.route", label.route());
    }
    if (!label.model().isEmpty()) {
      attributes.put("podium.model", label.model());
    }
    label.code().ifPresent(code -> attributes.put("error.type", code.wireName()));
    label
        .work()
        .ifPresent(work ->
            attributes
                .put("podium.documents", work.documents())
                .put("podium.tokens", work.tokens()));
    return attributes.build();
  }

  /// The three follow each other and end with the answer, give or take the writing of it.
  private static void parts(Tracer tracer, Span parent, Work work, Instant end) {
    Instant computed = end.minus(work.timing().compute());
    Instant queued = computed.minus(work.timing().queue());
    Instant tokenized = queued.minus(work.timing().tokenize());
    part(tracer, parent, "tokenize", tokenized, queued);
    part(tracer, parent, "queue", queued, computed);
    part(tracer, parent, "compute", computed, end);
  }

  private static void part(Tracer tracer, Span parent, String name, Instant start, Instant end) {
    tracer
        .spanBuilder(name)
        .setParent(Context.root().with(parent))
        .setStartTimestamp(start)
        .startSpan()
        .end(end);
  }

  /// Sends what has not been sent.
  @Override
  public void close() {
    sdk.ifPresent(present -> {
      var _ = present.shutdown().join(LAST_SPANS.toMillis(), TimeUnit.MILLISECONDS);
    });
  }
}
