package podium.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import podium.RerankException.Overloaded;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.http.Route;
import podium.http.TestServer;
import podium.load.LoadPlan.Arrivals;

@Timeout(60)
class LoadTestTest {

  private static final Duration SHORT = Duration.ofMillis(500);

  private final AtomicInteger asked = new AtomicInteger();
  private final Set<String> bodies = ConcurrentHashMap.newKeySet();

  private Answer fine(Call call) {
    asked.incrementAndGet();
    bodies.add(new String(call.body(), StandardCharsets.UTF_8));
    return Answer.json(json -> json.writeStringField("id", call.id()));
  }

  private static TestServer serve(Endpoint endpoint) throws IOException {
    return TestServer.start(
        TestServer.config(Limits.DEFAULT), List.of(Route.post("/v1/rerank", endpoint)));
  }

  private static LoadReport run(URI url, Arrivals arrivals, Duration warmUp) throws Exception {
    var plan = new LoadPlan(url, Optional.empty(), arrivals, warmUp, SHORT, Duration.ofSeconds(20));
    return LoadTest.run(plan, Questions.ofWords(Optional.empty(), 3, 5, 0));
  }

  @Test
  void everyAnswerOfClientsIsCounted() throws Exception {
    try (var server = serve(this::fine)) {
      LoadReport report = run(server.uri("/v1/rerank"), new Arrivals.Clients(4), Duration.ZERO);

      assertThat(report.requests()).isEqualTo(asked.get()).isPositive();
      assertThat(report.good()).isEqualTo(report.requests());
      assertThat(report.documents()).isEqualTo(3 * report.good());
      assertThat(report.statuses()).containsOnly(Map.entry("200", report.good()));
      assertThat(report.seconds()).isGreaterThanOrEqualTo(0.5);
      assertThat(bodies).hasSize(asked.get());
    }
  }

  @Test
  void theWarmUpIsNotCounted() throws Exception {
    try (var server = serve(this::fine)) {
      LoadReport report = run(server.uri("/v1/rerank"), new Arrivals.Clients(2), SHORT);

      assertThat(report.requests()).isPositive().isLessThan(asked.get());
    }
  }

  @Test
  void aRefusalIsCountedButNotTimed() throws Exception {
    try (var server =
        serve(call -> {
          if (asked.getAndIncrement() % 2 == 0) {
            throw new Overloaded("full", Duration.ofSeconds(1));
          }
          return Answer.json(json -> json.writeStringField("id", call.id()));
        })) {
      LoadReport report = run(server.uri("/v1/rerank"), new Arrivals.Clients(1), Duration.ZERO);

      assertThat(report.statuses()).containsOnlyKeys("200", "429");
      assertThat(report.good()).isEqualTo(report.statuses().get("200"));
    }
  }

  @Test
  void whatGetsNoAnswerIsCountedByItsReason() throws Exception {
    int unused;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unused = socket.getLocalPort();
    }

    LoadReport report =
        run(
            URI.create("http://127.0.0.1:%d/v1/rerank".formatted(unused)),
            new Arrivals.Rate(50),
            Duration.ZERO);

    assertThat(report.failures()).containsOnlyKeys("ConnectException");
    assertThat(report.good()).isZero();
  }

  /// The server answers one request at a time and takes 50 ms for each; requests come about four
  /// times as fast. The later ones wait longer and longer, which clients that wait for an answer
  /// before they ask again would never see.
  @Test
  void aTimeCountsFromWhenTheRequestWasDue() throws Exception {
    var turn = new Semaphore(1);
    try (var server =
        serve(call -> {
          turn.acquireUninterruptibly();
          pause(50);
          turn.release();
          return fine(call);
        })) {
      LoadReport report = run(server.uri("/v1/rerank"), new Arrivals.Rate(80), Duration.ZERO);

      double busyMillis = 50.0 * report.good();
      assertThat(report.good()).isBetween(10L, 100L);
      assertThat(report.millis(100)).isGreaterThan(busyMillis - SHORT.toMillis() - 1);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aKeyIsSentAlong() throws Exception {
    var config = TestServer.config(Limits.DEFAULT, ApiKeys.of(List.of("secret")));
    try (var server = TestServer.start(config, List.of(Route.post("/v1/rerank", this::fine)))) {
      var plan =
          new LoadPlan(
              server.uri("/v1/rerank"),
              Optional.of("secret"),
              new Arrivals.Clients(1),
              Duration.ZERO,
              SHORT,
              SHORT);

      LoadReport report = LoadTest.run(plan, Questions.ofWords(Optional.empty(), 1, 5, 1));

      assertThat(report.statuses()).containsKey("200").doesNotContainKey("401");
      assertThat(bodies).hasSize(1);
    }
  }

  @Test
  void documentsMayBeGivenAndQueriesAreWordsOfThem() throws Exception {
    var questions =
        Questions.ofTexts(Optional.of("some"), 2, List.of("one two three four five six seven"), 0);

    JsonNode body = TestServer.json(new String(questions.next().body(), StandardCharsets.UTF_8));

    assertThat(body.path("model").textValue()).isEqualTo("some");
    assertThat(body.path("query").textValue()).isEqualTo("one two three four five six");
    assertThat(body.path("documents")).hasSize(2);
  }

  @Test
  void lengthsAreSpreadAroundTheirMean() throws Exception {
    var questions = Questions.ofWords(Optional.empty(), 2000, 100, 0);

    JsonNode documents =
        TestServer.json(new String(questions.next().body(), StandardCharsets.UTF_8))
            .path("documents");
    var lengths = documents.valueStream().mapToInt(d -> d.textValue().split(" ").length);
    var statistics = lengths.summaryStatistics();

    assertThat(statistics.getAverage()).isBetween(90.0, 110.0);
    assertThat(statistics.getMin()).isLessThan(50);
    assertThat(statistics.getMax()).isGreaterThan(250);
  }

  @Test
  void whatCannotBeSentIsRefused() {
    assertThatThrownBy(() -> Questions.ofWords(Optional.empty(), 0, 5, 0))
        .hasMessage("documents must be at least 1, but is 0");
    assertThatThrownBy(() -> new Arrivals.Rate(Double.NaN))
        .hasMessage("rate must be positive, but is NaN");
    assertThatThrownBy(() ->
            run(URI.create("localhost:8000/v1/rerank"), new Arrivals.Clients(1), Duration.ZERO))
        .hasMessageStartingWith("url must be like http://127.0.0.1:8000/v1/rerank, but is ");
  }
}
