package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;

/// The whole server on real models: a folder of tiny ones in, what the Python reference computes
/// out.
class GoldenOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path GOLDEN = Path.of("..", "core", "src", "test", "resources", "golden");

  private static Catalog catalog;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    var options =
        RerankerOptions.DEFAULT.withPrecision(Precision.F32).withSpecialTokens(SpecialTokens.PARSE);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xlm_roberta",
        "xlm_roberta_sharded",
        "jina_v2",
        "roberta",
        "bert",
        "bert_st6",
        "electra_small",
        "distilbert",
        "modernbert_cls",
        "modernbert_mean"
      })
  void aDirectoryInTheFolderGivesTheLogitsOfTheReference(String name) throws Exception {
    int compared = 0;
    for (JsonNode golden : expected(name).path("cases")) {
      if (!golden.path("query").textValue().isBlank()) {
        JsonNode best = rank(name, golden).path("results").get(0);

        assertThat(best.path("relevance_score").floatValue())
            .as("%s, %s", name, golden.path("name").textValue())
            .isCloseTo(golden.path("logits").get(0).floatValue(), offset(1e-4f));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  @Test
  void theEmbeddedModelPutsParisFirst() throws Exception {
    JsonNode answer =
        TestServer.json(
            server.post(
                "/v1/rerank",
                """
                {"model": "podium-tiny", "query": "What is the capital of France?", "documents": [
                 "Berlin is the capital of Germany.", "The Eiffel Tower is a famous landmark in Paris.",
                 "Paris is the capital and largest city of France.", "France is a country in Western Europe."]}
                """));

    assertThat(answer.path("results").findValuesAsText("index")).startsWith("2", "0");
    assertThat(answer.path("results").get(0).path("relevance_score").floatValue())
        .isCloseTo(0.991671f, offset(1e-4f));
  }

  private static JsonNode rank(String model, JsonNode golden) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("raw_scores", true);
    body.set("query", golden.path("query"));
    body.putArray("documents").add(golden.path("document"));
    HttpResponse<String> response = server.post("/v1/rerank", body.toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private static JsonNode expected(String name) throws Exception {
    return JSON.readTree(GOLDEN.resolve("expected").resolve(name + ".json").toFile());
  }
}
