package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static podium.http.ErrorAssert.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;

/// A model whose scores are cosines and depend on the other documents, in every dialect.
class ListwiseOverHttpTest {

  private static final Path GOLDEN = Path.of("..", "core", "src", "test", "resources", "golden");

  /// Of the golden case `listwise_duplicate`: the query is "capital".
  private static final String LIST = "[\"Paris\", \"Berlin\", \"Paris\"]";

  private static final List<Float> COSINES = List.of(0.17564324f, 0.37000498f, 0.55057937f);

  private static Catalog catalog;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    var options = RerankerOptions.DEFAULT.withPrecision(Precision.F32);
    var scan = new ModelScan(List.of(GOLDEN.resolve("models").toRealPath()));
    catalog = new Catalog(scan, Optional.empty(), options, Reranker::open);
    var config = TestServer.config(Limits.DEFAULT);
    server = TestServer.start(config, Api.service(config, catalog));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    catalog.close();
  }

  @Test
  void relevanceLiesFrom0To1AndFollowsTheCosine() throws Exception {
    JsonNode raw = rank("\"documents\": %s, \"raw_scores\": true".formatted(LIST));
    JsonNode scored = rank("\"documents\": " + LIST);

    assertThat(indexes(raw)).isEqualTo(indexes(scored)).containsExactly(2, 1, 0);
    for (int i = 0; i < COSINES.size(); i++) {
      float cosine = COSINES.get(indexes(raw).get(i));
      assertThat(relevance(raw, i)).isCloseTo(cosine, offset(1e-4f));
      assertThat(relevance(scored, i)).isCloseTo((cosine + 1) / 2, offset(1e-4f));
    }
  }

  @Test
  void teiGetsTheSameScores() throws Exception {
    JsonNode scored = post("/rerank", "\"texts\": " + LIST);
    JsonNode raw = post("/rerank", "\"texts\": %s, \"raw_scores\": true".formatted(LIST));

    assertThat(scored.get(0).path("score").floatValue())
        .isCloseTo((COSINES.get(2) + 1) / 2, offset(1e-4f));
    assertThat(raw.get(0).path("score").floatValue()).isCloseTo(COSINES.get(2), offset(1e-4f));
  }

  @Test
  void oneTextOnTheLeftGoesWithAllOnTheRightTogether() throws Exception {
    JsonNode raw =
        TestServer.json(
            server.post(
                "/score",
                "{\"model\": \"jina_v3\", \"use_activation\": false, \"text_1\": \"capital\", \"text_2\": %s}"
                    .formatted(LIST)));

    assertThat(scores(raw)).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(scores(raw).get(i)).isCloseTo(COSINES.get(i), offset(1e-4f));
    }
  }

  @Test
  void pairsOfListsAreScoredEachAlone() throws Exception {
    float alone = relevance(rank("\"documents\": [\"Paris\"]"), 0);

    JsonNode pairs =
        TestServer.json(
            server.post(
                "/score",
                "{\"model\": \"jina_v3\", \"queries\": [\"capital\", \"capital\", \"capital\"], \"documents\": %s}"
                    .formatted(LIST)));

    assertThat(scores(pairs).get(0)).isCloseTo(alone, offset(1e-6f));
    assertThat(scores(pairs).get(2)).isCloseTo(alone, offset(1e-6f));
  }

  @Test
  void theListSaysWhatRawScoresAre() throws Exception {
    JsonNode listwise = TestServer.json(server.get("/v1/models/jina_v3"));
    JsonNode other = TestServer.json(server.get("/v1/models/bert"));

    assertThat(listwise.path("score_range")).isEqualTo(TestServer.json("[0,1]"));
    assertThat(listwise.path("raw_score_range")).isEqualTo(TestServer.json("[-1.0,1.0]"));
    assertThat(listwise.path("max_length").intValue()).isEqualTo(131_072);
    assertThat(listwise.path("instruction").asBoolean()).isTrue();
    assertThat(other.has("raw_score_range")).isFalse();
  }

  @Test
  void cutDocumentsAreCountedAndRefusedOnRequest() throws Exception {
    String documents =
        "\"documents\": [\"a\", \"%s\"], \"max_length\": 100".formatted("7".repeat(500));

    JsonNode cut = rank(documents);
    HttpResponse<String> refused = send("/v1/rerank", documents + ", \"truncate\": false");
    JsonNode read = rank(documents + ", \"max_chunks_per_doc\": 9");

    assertThat(cut.at("/meta/warnings/0").asText()).startsWith("1 of 2 documents");
    assertRefused(
        refused,
        400,
        "invalid_request",
        "documents[1] does not fit: it has 500 tokens, but max_length and the model allow 92");
    assertThat(read.at("/meta/warnings").isMissingNode()).isTrue();
    assertThat(read.at("/usage/prompt_tokens").intValue())
        .isGreaterThan(3 * cut.at("/usage/prompt_tokens").intValue());
  }

  private static JsonNode rank(String members) throws Exception {
    return post("/v1/rerank", members);
  }

  private static JsonNode post(String path, String members) throws Exception {
    HttpResponse<String> response = send(path, members);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private static HttpResponse<String> send(String path, String members) throws Exception {
    return server.post(
        path, "{\"model\": \"jina_v3\", \"query\": \"capital\", %s}".formatted(members));
  }

  private static List<Integer> indexes(JsonNode answer) {
    List<Integer> indexes = new ArrayList<>();
    answer.path("results").forEach(result -> indexes.add(result.path("index").intValue()));
    return indexes;
  }

  private static float relevance(JsonNode answer, int place) {
    return answer.path("results").get(place).path("relevance_score").floatValue();
  }

  private static List<Float> scores(JsonNode answer) {
    List<Float> scores = new ArrayList<>();
    answer.path("data").forEach(item -> scores.add(item.path("score").floatValue()));
    return scores;
  }
}
