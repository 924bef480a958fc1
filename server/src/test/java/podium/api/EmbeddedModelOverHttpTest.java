package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;

/// Requests that are hard on everything between the socket and the scores, on the embedded model.
class EmbeddedModelOverHttpTest {

  private static Catalog catalog;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    var options = RerankerOptions.DEFAULT.withPrecision(Precision.F32);
    catalog = new Catalog(new ModelScan(List.of()), Optional.empty(), options, Reranker::open);
    var config = TestServer.config(Limits.DEFAULT);
    server = TestServer.start(config, Api.service(config, catalog));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    catalog.close();
  }

  private static JsonNode rank(String body) throws Exception {
    var response = server.post("/v1/rerank", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\\u0000",
        "a\\u0000b",
        "\\ufeff",
        "\\uffff",
        "\\u200d",
        "😀👩‍👩‍👧",
        "[SEP] [CLS]",
        "</s>",
        "\\u001b[31m",
        "a\\u0301\\u0301\\u0301",
        "\\r\\n\\t",
        "\\\\ \\\" \\/"
      })
  void anyCharactersAreText(String text) throws Exception {
    JsonNode answer =
        rank("{\"query\":\"x %s\",\"documents\":[\"%s\",\"y\"]}".formatted(text, text));

    assertThat(answer.path("results")).hasSize(2);
  }

  @Test
  void aLongDocumentIsCutAndTheClientIsTold() throws Exception {
    JsonNode answer =
        rank("{\"query\":\"x\",\"documents\":[\"%s\",\"y\"]}".formatted("wörd ".repeat(100_000)));

    assertThat(answer.path("meta").path("warnings").path(0).asText())
        .isEqualTo("1 of 2 documents were longer than the limit and were cut");
    assertThat(answer.path("usage").path("prompt_tokens").asInt()).isBetween(257, 300);
  }

  @Test
  void aDocumentThatMustNotBeCutIsNamed() throws Exception {
    var response =
        server.post(
            "/v1/rerank",
            "{\"query\":\"x\",\"documents\":[\"y\",\"%s\"],\"truncate\":false}"
                .formatted("word ".repeat(1_000)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("code").asText()).isEqualTo("invalid_request");
    assertThat(TestServer.json(response).path("message").asText()).contains("documents[1]");
  }

  @Test
  void manyClientsAtOnceGetTheScoresOfOneAlone() throws Exception {
    List<String> bodies =
        IntStream.range(0, 16)
            .mapToObj(i ->
                "{\"query\":\"number %d\",\"documents\":[%s]}"
                    .formatted(
                        i,
                        IntStream.range(0, 20)
                            .mapToObj(d -> "\"this is %d, not %d\"".formatted(d, i * d))
                            .collect(Collectors.joining(","))))
            .toList();
    List<JsonNode> alone = new ArrayList<>();
    for (String body : bodies) {
      alone.add(rank(body).path("results"));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Stream<Callable<JsonNode>> calls =
          bodies.stream().map(body -> () -> rank(body).path("results"));
      var together = threads.invokeAll(calls.toList());
      for (int i = 0; i < bodies.size(); i++) {
        assertSame(together.get(i).get(), alone.get(i));
      }
    }
  }

  /// Batches are packed differently, which may change the last digits.
  private static void assertSame(JsonNode results, JsonNode expected) {
    assertThat(results).hasSameSizeAs(expected);
    for (JsonNode result : results) {
      JsonNode same =
          expected
              .valueStream()
              .filter(other -> other.path("index").equals(result.path("index")))
              .findFirst()
              .orElseThrow();
      assertThat(result.path("relevance_score").asDouble())
          .isCloseTo(same.path("relevance_score").asDouble(), within(1e-5));
    }
  }
}
