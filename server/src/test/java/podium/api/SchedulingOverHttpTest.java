package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.api.GatedServer.body;
import static podium.http.ErrorAssert.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.config.Limits;
import podium.http.TestServer;

/// What becomes of requests that meet in one model, seen from outside and counted in batches.
@Timeout(120)
class SchedulingOverHttpTest {

  private static JsonNode answer(Future<HttpResponse<String>> response) throws Exception {
    HttpResponse<String> received = response.get(20, TimeUnit.SECONDS);
    assertThat(received.statusCode()).as(received.body()).isEqualTo(200);
    return TestServer.json(received);
  }

  @Test
  void fiveDocumentsTakeOneBatchOnAnIdleServer() throws Exception {
    try (var server = GatedServer.start()) {
      server.gate().letThrough(1);

      assertThat(answer(server.post(body("small", 5))).path("results")).hasSize(5);
    }
  }

  @Test
  void fiveDocumentsBehindFiveThousandTakeTwoBatchesAndTheOneThatRuns() throws Exception {
    try (var server = GatedServer.start()) {
      var _ = server.post(body("large", 5000));
      server.gate().letThrough(10);
      for (int i = 0; i < 11; i++) {
        server.gate().awaitBatch();
      }
      Future<HttpResponse<String>> small = server.post(body("small", 5));
      server.awaitMetric("queue_requests", waiting -> waiting == 2);

      server.gate().letThrough(3);

      assertThat(answer(small).path("results")).hasSize(5);
      server.awaitMetric("batches_total", batches -> batches == 13);
      assertThat(server.metric("queue_tokens")).isGreaterThan(100_000);
    }
  }

  @Test
  void aBetterPriorityGetsTheNextBatchWhole() throws Exception {
    try (var server = GatedServer.start()) {
      var _ = server.post(body("large", 1000).replace("{\"query", "{\"priority\":1,\"query"));
      server.gate().awaitBatch();
      Future<HttpResponse<String>> urgent = server.post(body("urgent", 5));
      server.awaitMetric("queue_requests", waiting -> waiting == 2);

      server.gate().letThrough(2);

      assertThat(answer(urgent).path("results")).hasSize(5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClientThatLeavesTakesItsWorkOutOfTheQueueWhileABatchRuns(boolean reset) throws Exception {
    try (var server = GatedServer.start()) {
      Socket client = server.postOnSocket(body("large", 500));
      server.gate().awaitBatch();
      assertThat(server.metric("queue_tokens")).isGreaterThan(10_000);

      if (reset) {
        client.setSoLinger(true, 0); // an RST instead of a FIN
      }
      client.close();

      server.awaitMetric("queue_tokens", waiting -> waiting == 0);
      assertThat(server.metric("running_tokens")).isPositive();
      assertThat(server.metric("batches_total")).isZero();
      server.awaitMetric("cancelled_total", cancelled -> cancelled == 1);
    }
  }

  @Test
  void aDeadlineThatPassesTakesItsWorkOutOfTheQueueWhileABatchRuns() throws Exception {
    Limits impatient = GatedServer.withTimeout(Duration.ofSeconds(2));
    try (var server = GatedServer.start(impatient, 4_000_000, 0)) {
      Future<HttpResponse<String>> late = server.post(body("large", 500));
      server.gate().awaitBatch();

      assertRefused(
          late.get(20, TimeUnit.SECONDS),
          503,
          "deadline_exceeded",
          "the request was not done before its deadline");

      assertThat(server.metric("queue_tokens")).isZero();
      assertThat(server.metric("running_tokens")).isPositive();
      assertThat(server.metric("expired_total")).isEqualTo(1);
    }
  }

  @Test
  void aRequestThatDoesNotFitIsRefusedWholeAndAtOnce() throws Exception {
    try (var server = GatedServer.start(Limits.DEFAULT, 2000, 0)) {
      var _ = server.post(body("first", 40));
      server.gate().awaitBatch();
      double waiting = server.metric("queue_tokens");

      HttpResponse<String> refused = server.post(body("second", 40)).get(20, TimeUnit.SECONDS);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
          .isBetween(1, 60);
      assertThat(TestServer.json(refused).path("message").textValue())
          .startsWith("%.0f tokens are waiting and ".formatted(waiting));
      assertThat(server.metric("queue_tokens")).isEqualTo(waiting);
      assertThat(server.metric("refused_total")).isEqualTo(1);
    }
  }

  @Test
  void theSameRequestAtTheSameTimeIsComputedOnce() throws Exception {
    try (var server = GatedServer.start()) {
      Future<HttpResponse<String>> first = server.post(body("same", 30));
      server.gate().awaitBatch();
      double waiting = server.metric("queue_tokens");
      Future<HttpResponse<String>> second = server.post(body("same", 30));
      server.awaitMetric("queue_requests", requests -> requests == 2);
      assertThat(server.metric("queue_tokens")).isEqualTo(waiting);

      server.gate().open();

      assertThat(answer(first).path("results")).isEqualTo(answer(second).path("results"));
      assertThat(answer(first).path("usage")).isEqualTo(answer(second).path("usage"));
      assertThat(server.metric("pairs_total")).isEqualTo(30);
      assertThat(server.metric("shared_pairs_total")).isEqualTo(30);
    }
  }

  @Test
  void aClientThatLeavesTakesNothingFromAnotherThatWantsTheSame() throws Exception {
    try (var server = GatedServer.start()) {
      Socket leaves = server.postOnSocket(body("same", 100));
      server.gate().awaitBatch();
      Future<HttpResponse<String>> stays = server.post(body("same", 100));
      server.awaitMetric("queue_requests", requests -> requests == 2);
      double waiting = server.metric("queue_tokens");

      leaves.close();

      server.awaitMetric("queue_requests", requests -> requests == 1);
      assertThat(server.metric("queue_tokens")).isEqualTo(waiting);
      server.gate().open();
      assertThat(answer(stays).path("results")).hasSize(100);
      assertThat(server.metric("pairs_total")).isEqualTo(100);
    }
  }

  @Test
  void aCachedScoreIsAnsweredWithoutABatch() throws Exception {
    try (var server = GatedServer.start(Limits.DEFAULT, 4_000_000, 1000)) {
      server.gate().letThrough(1);
      JsonNode computed = answer(server.post(body("known", 5)));

      JsonNode known = answer(server.post(body("known", 5)));

      assertThat(known.path("results")).isEqualTo(computed.path("results"));
      assertThat(known.path("usage")).isEqualTo(computed.path("usage"));
      assertThat(server.metric("batches_total")).isEqualTo(1);
      assertThat(server.metric("cache_hits_total")).isEqualTo(5);
      assertThat(server.metric("cache_misses_total")).isEqualTo(5);
      assertThat(server.metric("cache_scores")).isEqualTo(5);
    }
  }
}
