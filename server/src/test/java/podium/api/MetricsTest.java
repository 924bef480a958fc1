package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.Overloaded;
import podium.RerankException.ScoreNotFinite;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.FakeReranker;
import podium.catalog.Residence;
import podium.config.Limits;

class MetricsTest {

  private static final String FINE = "{'query':'q','documents':['1']}";

  private static double value(ApiServer server, String series) throws Exception {
    String text = server.http().get("/metrics").body();
    var line = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(text);
    assertThat(line.find()).as("%s in %s", series, text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  @Test
  void everySeriesIsThereFromTheStartWithZeros() throws Exception {
    try (var server = ApiServer.of(found("one"))) {
      for (String name :
          List.of(
              "documents_total",
              "prompt_tokens_total",
              "truncated_documents_total",
              "pairs_total",
              "batches_total",
              "batch_tokens_total",
              "busy_seconds_total",
              "batch_fill_count",
              "batch_fill_sum",
              "shared_pairs_total",
              "cache_hits_total",
              "cache_misses_total",
              "cache_scores",
              "queue_tokens",
              "queue_requests",
              "running_tokens",
              "cancelled_total",
              "expired_total",
              "refused_total",
              "not_finite_scores_total",
              "queue_duration_seconds_count",
              "tokenize_duration_seconds_count",
              "compute_duration_seconds_count",
              "score_duration_seconds_count",
              "model_loads_total",
              "model_load_failures_total",
              "model_load_duration_seconds_count",
              "model_memory_bytes",
              "model_weight_bytes")) {
        assertThat(value(server, "podium_%s{model=\"one\"}".formatted(name))).as(name).isZero();
      }
      for (String reason : List.of("lru", "idle", "asked", "removed", "overwritten")) {
        String series =
            "podium_model_evictions_total{model=\"one\",reason=\"%s\"}".formatted(reason);
        assertThat(value(server, series)).isZero();
      }
      for (String route : List.of("/v1/rerank", "/v2/rerank", "/rerank", "/score", "/info")) {
        for (int status : List.of(200, 400, 401, 413, 429, 499, 500, 503)) {
          String series =
              "podium_requests_total{model=\"\",route=\"%s\",status=\"%d\"}"
                  .formatted(route, status);
          assertThat(value(server, series)).isZero();
        }
        String duration = "podium_request_duration_seconds_count{route=\"%s\"}".formatted(route);
        assertThat(value(server, duration)).isZero();
      }
    }
  }

  @Test
  void countsWhatWasAnswered() throws Exception {
    try (var server = ApiServer.of(found("org/One"))) {
      server.ranked("{'model':'one','query':'q','documents':['a a a a a a a a a a a','b']}");

      assertThat(
              value(
                  server,
                  "podium_requests_total{model=\"org/One\",route=\"/v1/rerank\",status=\"200\"}"))
          .isEqualTo(1);
      assertThat(value(server, "podium_documents_total{model=\"org/One\"}")).isEqualTo(2);
      assertThat(value(server, "podium_prompt_tokens_total{model=\"org/One\"}")).isEqualTo(11);
      assertThat(value(server, "podium_truncated_documents_total{model=\"org/One\"}")).isEqualTo(1);
      assertThat(value(server, "podium_model_loads_total{model=\"org/One\"}")).isEqualTo(1);
      assertThat(value(server, "podium_model_weight_bytes{model=\"org/One\"}")).isEqualTo(1234);
      assertThat(value(server, "podium_compute_duration_seconds_sum{model=\"org/One\"}"))
          .isEqualTo(0.003);
      assertThat(
              value(
                  server, "podium_compute_duration_seconds_bucket{model=\"org/One\",le=\"0.005\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void countsModelsThatComeAndGo() throws Exception {
    Reranker.Opener opener =
        new Reranker.Opener() {
          @Override
          public Reranker open(Path directory, RerankerOptions options) {
            return new FakeReranker();
          }

          @Override
          public long memory(Path directory, RerankerOptions options) {
            return 600;
          }
        };
    var residence = new Residence(1000, Duration.ZERO);
    try (var server = ApiServer.of(opener, residence, found("one"), found("two"))) {
      server.ranked("{'model':'one','query':'q','documents':['1']}");
      server.ranked("{'model':'two','query':'q','documents':['1']}");

      assertThat(value(server, "podium_model_loads_total{model=\"one\"}")).isEqualTo(1);
      assertThat(value(server, "podium_model_load_duration_seconds_count{model=\"one\"}"))
          .isEqualTo(1);
      assertThat(value(server, "podium_model_evictions_total{model=\"one\",reason=\"lru\"}"))
          .isEqualTo(1);
      assertThat(value(server, "podium_model_memory_bytes{model=\"one\"}")).isZero();
      assertThat(value(server, "podium_model_memory_bytes{model=\"two\"}")).isEqualTo(600);
      assertThat(value(server, "podium_models_memory_bytes")).isEqualTo(600);
      assertThat(value(server, "podium_memory_limit_bytes")).isEqualTo(1000);
    }
  }

  @Test
  void countsWhatWentWrongAndWhy() throws Exception {
    try (var server = FailingReranker.serve(new Overloaded("full", Duration.ofSeconds(1)))) {
      server.rerank(FINE);
      assertThat(value(server, "podium_refused_total{model=\"one\"}")).isEqualTo(1);
      assertThat(
              value(
                  server,
                  "podium_requests_total{model=\"one\",route=\"/v1/rerank\",status=\"429\"}"))
          .isEqualTo(1);
    }
    try (var server = FailingReranker.serve(new DeadlineExceeded("late"))) {
      server.rerank(FINE);
      assertThat(value(server, "podium_expired_total{model=\"one\"}")).isEqualTo(1);
    }
    try (var server = FailingReranker.serve(new Cancelled("gone"))) {
      server.rerank(FINE);
      assertThat(value(server, "podium_cancelled_total{model=\"one\"}")).isEqualTo(1);
    }
    try (var server = FailingReranker.serve(new ScoreNotFinite(List.of(0, 2)))) {
      server.rerank(FINE);
      assertThat(value(server, "podium_not_finite_scores_total{model=\"one\"}")).isEqualTo(2);
    }
  }

  @Test
  void namesThatClientsInventMakeNoSeries() throws Exception {
    try (var server = ApiServer.of(found("one"))) {
      server.rerank("{'model':'invented','query':'q','documents':['1']}");
      server.http().get("/invented");

      assertThat(server.http().get("/metrics").body()).doesNotContain("invented");
      assertThat(
              value(
                  server, "podium_requests_total{model=\"\",route=\"/v1/rerank\",status=\"404\"}"))
          .isEqualTo(1);
      assertThat(value(server, "podium_requests_total{model=\"\",route=\"\",status=\"404\"}"))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, this is no HTTP",
    "400, GET /info HTTP/1.1\\r\\nHost: x\\r\\nBad Header: 1",
    "414, GET /xxxx HTTP/1.1\\r\\nHost: x",
    "431, GET / HTTP/1.1\\r\\nHost: x\\r\\nX: xxxx",
  })
  void whatIsTooMalformedForARouteIsCounted(int status, String request) throws Exception {
    try (var server = ApiServer.of(found("one"))) {
      String text = request.replace("\\r\\n", "\r\n").replace("xxxx", "x".repeat(40_000));
      assertThat(server.http().raw(text + "\r\n\r\n"))
          .matches("(?s)HTTP/1.[01] %d .*".formatted(status));

      assertThat(
              value(
                  server,
                  "podium_requests_total{model=\"\",route=\"\",status=\"%d\"}".formatted(status)))
          .isEqualTo(1);
    }
  }

  @Test
  void requestsWithABadHostAreCountedOnTheirRoute() throws Exception {
    try (var server = ApiServer.of(found("one"))) {
      server.http().raw("GET /info HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
      server.http().raw("GET /info HTTP/1.1\r\nConnection: close\r\n\r\n");

      String series = "podium_requests_total{model=\"\",route=\"%s\",status=\"400\"}";
      assertThat(value(server, series.formatted("")) + value(server, series.formatted("/info")))
          .isEqualTo(2);
    }
  }

  @Test
  void bodiesThatDoNotComeAreCounted() throws Exception {
    Duration patience = Duration.ofSeconds(20);
    var limits = new Limits(10, 1000, patience, patience, Duration.ofMillis(100), patience);
    try (var server = ApiServer.of(limits, found("one"))) {
      server.http().raw("POST /score HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{}");

      assertThat(value(server, "podium_requests_total{model=\"\",route=\"/score\",status=\"408\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void connectionsOnWhichNothingComesAreCounted() throws Exception {
    Duration patience = Duration.ofSeconds(20);
    Duration soon = Duration.ofMillis(200);
    var limits = new Limits(10, 1000, patience, soon, patience, soon);
    try (var server = ApiServer.of(limits, found("one"));
        var silent = server.http().connect();
        var idle = server.http().connect()) {
      idle.getOutputStream()
          .write("GET /info HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));

      assertThat(silent.getInputStream().readAllBytes()).isEmpty();
      assertThat(idle.getInputStream().readAllBytes()).isNotEmpty();
      assertThat(value(server, "podium_hang_ups_total{late=\"headers\"}")).isEqualTo(1);
      assertThat(value(server, "podium_hang_ups_total{late=\"next_request\"}")).isEqualTo(1);
    }
  }

  @Test
  void areTextThatPrometheusReads() throws Exception {
    try (var server = ApiServer.of(found("one"))) {
      var response = server.http().get("/metrics");

      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(response.body()).contains("# TYPE podium_requests_total counter");
    }
  }
}
