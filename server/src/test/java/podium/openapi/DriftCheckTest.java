package podium.openapi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// That whoever changes the server and not the document is told, and told what to write.
class DriftCheckTest {

  private static final String JSON = "application/json";
  private static final String HEALTHY = "{\"status\":\"ok\"}";
  private static final String RANKED =
      """
      {"id":"rerank-1174d78e08b21abf","model":"m","results":[{"index":0,"relevance_score":0.5}],
       "usage":{"prompt_tokens":1,"completion_tokens":0,"total_tokens":1},
       "meta":{"api_version":{"version":"1"},"billed_units":{"search_units":1}}}\
      """;

  private final DriftCheck check = DriftCheck.ofAllRoutes();

  private void get(String path, int status, String answer, String... headers) {
    ask("GET", path, "", status, answer, headers);
  }

  private void ask(
      String method, String path, String request, int status, String answer, String... headers) {
    var all = new java.util.HashMap<String, List<String>>();
    all.put("x-request-id", List.of("a"));
    all.put("content-type", List.of(JSON));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    check.check(new Exchanged(method, path, request, status, Map.copyOf(all), answer));
  }

  private void rerank(String request, String answer) {
    String timing = "queue;dur=0.210, tokenize;dur=1.024, compute;dur=18.311";
    ask("POST", "/v1/rerank", request, 200, answer, "server-timing", timing);
  }

  @Test
  void whatIsAsDocumentedPasses() {
    get("/health", 200, HEALTHY);
    rerank("{\"query\":\"q\",\"documents\":[\"d\"],\"unknown\":1}", RANKED);
  }

  @Test
  void aNewRouteIsMissed() {
    assertThatThrownBy(() -> get("/new", 200, "{}"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "openapi.yaml: GET /new answered 200, but that path is not written there:"
                + " add /new: under paths: with get: in it");
  }

  @Test
  void aNewMethodIsMissed() {
    assertThatThrownBy(() -> ask("DELETE", "/v1/models", "", 200, "{}"))
        .hasMessageContaining("add delete: under paths: /v1/models:");
  }

  @Test
  void aNewStatusIsMissed() {
    assertThatThrownBy(() -> get("/health", 418, "{}"))
        .hasMessageContaining("add '418': under paths: /health: get: responses:");
  }

  @Test
  void aNewMemberOfAnAnswerIsMissed() {
    assertThatThrownBy(() -> get("/health", 200, "{\"status\":\"ok\",\"mood\":\"fine\"}"))
        .hasMessageContaining("not as components: responses: Healthy: says")
        .hasMessageContaining("'mood'")
        .hasMessageContaining("/components/schemas/Health");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"index\":0 | \"index\":-1",
        "\"index\":0 | \"index\":0,\"text\":\"t\"",
        "\"relevance_score\":0.5 | \"relevance_score\":\"0.5\"",
        "\"relevance_score\":0.5 | \"relevance_score\":null",
        "\"id\":\"rerank- | \"id\":\"",
        "\"completion_tokens\":0, | ",
      })
  void aWrongAnswerIsNoticed(String right, String wrong) {
    String answer = RANKED.replace(right, wrong == null ? "" : wrong);

    assertThatThrownBy(() -> rerank("{\"query\":\"q\",\"documents\":[\"d\"]}", answer))
        .isInstanceOf(AssertionError.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"query\":\"q\"}",
        "{\"query\":\"q\",\"documents\":[]}",
        "{\"query\":\"q\",\"documents\":[\"d\"],\"top_n\":0}",
        "{\"query\":\"q\",\"documents\":[\"d\"],\"top_n\":\"3\"}",
        "{\"query\":\"q\",\"documents\":[\"d\"],\"return_documents\":1}",
      })
  void aRequestThatShouldHaveBeenRefusedIsNoticed(String request) {
    assertThatThrownBy(() -> rerank(request, RANKED))
        .hasMessageContaining(
            "accepted a request that components: schemas: RerankRequest: forbids");
  }

  @Test
  void aMissingHeaderIsNoticed() {
    assertThatThrownBy(() -> ask("POST", "/v1/rerank", "{}", 200, RANKED))
        .hasMessageContaining("the header Server-Timing is missing");
  }

  @Test
  void aNewHeaderIsMissed() {
    assertThatThrownBy(() -> get("/health", 200, HEALTHY, "x-mood", "fine"))
        .hasMessageContaining("the header x-mood is not written there: add it under headers:");
  }

  @Test
  void aWrongHeaderIsNoticed() {
    assertThatThrownBy(() -> get("/health", 200, HEALTHY, "x-request-id", "two words"))
        .hasMessageContaining("the header X-Request-Id is two words");
  }

  @Test
  void anErrorOfTheWrongStatusIsNoticed() {
    String error =
        """
        {"id":"rerank-1174d78e08b21abf","message":"m","detail":"m","code":"unauthorized",
         "error":{"message":"m","type":"authentication_error","code":"unauthorized"}}\
        """;

    assertThatThrownBy(() -> get("/info", 400, error))
        .hasMessageContaining("/code")
        .hasMessageContaining("malformed_http");
  }

  @Test
  void onAServerWithRoutesOfATestOnlyErrorsAreChecked() {
    DriftCheck own = DriftCheck.withRoutesOfATest(List.of("/fruit/*"));
    Map<String, List<String>> headers = Map.of("content-type", List.of(JSON));

    own.check(new Exchanged("GET", "/fruit/apple", "", 200, headers, "{\"red\":true}"));

    assertThatThrownBy(() ->
            own.check(new Exchanged("GET", "/fruit/apple", "", 404, headers, "{\"red\":true}")))
        .isInstanceOf(AssertionError.class);
  }
}
