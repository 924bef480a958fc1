package podium.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import podium.Scores.Timing;
import podium.http.Ended;
import podium.http.Ended.Work;
import podium.http.ErrorCode;

/// Against a collector that speaks OTLP over HTTP.
class TracesTest {

  private static final Instant BEGAN = Instant.parse("2026-01-02T03:04:05Z");
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  private final List<Span> received = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @BeforeEach
  void startCollector() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          ExportTraceServiceRequest request =
              ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
          request
              .getResourceSpansList()
              .forEach(resource ->
                  resource
                      .getScopeSpansList()
                      .forEach(scope -> received.addAll(scope.getSpansList())));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stopCollector() {
    collector.stop(0);
  }

  private Traces traces() {
    String url = "http://127.0.0.1:" + collector.getAddress().getPort();
    return Traces.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", url));
  }

  private static Ended request(Ended.Label label, int status, Map<String, String> context) {
    return new Ended(
        "rerank-1",
        Optional.empty(),
        "POST",
        "/v1/rerank",
        label,
        status,
        BEGAN,
        Duration.ofMillis(100),
        context);
  }

  private static Ended.Label scored() {
    var timing = new Timing(Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(60));
    return new Ended.Label(
        "/v1/rerank", false, "m", Optional.empty(), Optional.of(new Work(3, 99, timing)));
  }

  private Span span(String name) {
    return received.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Test
  void aRequestIsASpanOfItsCallersTrace() {
    try (Traces traces = traces()) {
      traces.ended(
          request(scored(), 200, Map.of("traceparent", "00-%s-%s-01".formatted(TRACE, CALLER))));
    }

    Span span = span("POST /v1/rerank");
    assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
    assertThat(hex(span.getParentSpanId())).isEqualTo(CALLER);
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()).isEqualTo(100_000_000);
    assertThat(span.getAttributesList())
        .extracting(
            a -> a.getKey() + "=" + a.getValue().getStringValue() + a.getValue().getIntValue())
        .contains(
            "http.request.method=POST0",
            "http.response.status_code=200",
            "http.route=/v1/rerank0",
            "podium.model=m0",
            "podium.documents=3",
            "podium.tokens=99");
  }

  @Test
  void itsPartsAreChildrenInTheirOrder() {
    try (Traces traces = traces()) {
      traces.ended(request(scored(), 200, Map.of()));
    }

    ByteString parent = span("POST /v1/rerank").getSpanId();
    assertThat(List.of(span("tokenize"), span("queue"), span("compute")))
        .allSatisfy(child -> assertThat(child.getParentSpanId()).isEqualTo(parent));
    assertThat(span("tokenize").getEndTimeUnixNano())
        .isEqualTo(span("queue").getStartTimeUnixNano());
    assertThat(span("queue").getEndTimeUnixNano())
        .isEqualTo(span("compute").getStartTimeUnixNano());
  }

  @Test
  void aFailureOfTheServerIsAnError() {
    var label =
        new Ended.Label(
            "/v1/rerank", false, "m", Optional.of(ErrorCode.INTERNAL_ERROR), Optional.empty());
    try (Traces traces = traces()) {
      traces.ended(request(label, 500, Map.of()));
    }

    assertThat(received).hasSize(1);
    assertThat(received.getFirst().getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(received.getFirst().getAttributesList())
        .anyMatch(a -> a.getValue().getStringValue().equals("internal_error"));
  }

  @Test
  void probesAndWhatTheCallerDoesNotSampleAreLeftOut() {
    var probe = new Ended.Label("", true, "", Optional.empty(), Optional.empty());
    try (Traces traces = traces()) {
      traces.ended(request(probe, 200, Map.of()));
      traces.ended(
          request(scored(), 200, Map.of("traceparent", "00-%s-%s-00".formatted(TRACE, CALLER))));
    }

    assertThat(received).isEmpty();
  }

  @Test
  void withoutTheStandardVariablesNothingIsSent() {
    try (Traces traces = Traces.of(Map.of("OTEL_SERVICE_NAME", "x"))) {
      traces.ended(request(scored(), 200, Map.of()));
    }

    assertThat(received).isEmpty();
  }

  @Test
  void aVariableThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> Traces.of(Map.of("OTEL_TRACES_EXPORTER", "nonsense")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
  }
}
