package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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
        "modernbert_mean",
        "qwen3",
        "qwen3_st6",
        "qwen3_untied_sharded_bf16",
        "qwen3_seq_cls",
        "qwen2",
        "gemma",
        "new",
        "deberta_v2",
        "jina_v3",
        "qwen3_vl"
      })
  void aDirectoryInTheFolderGivesTheLogitsOfTheReference(String name) throws Exception {
    int compared = 0;
    JsonNode expected = expected(name);
    for (JsonNode golden : expected.path("cases")) {
      if (!isBlank(golden.path("query")) && !golden.has("max_pixels")) {
        JsonNode results = rank(name, expected, golden).path("results");
        JsonNode scores = golden.path(golden.has("scores") ? "scores" : "logits");

        assertThat(results).hasSameSizeAs(documents(golden));
        for (JsonNode result : results) {
          assertThat(result.path("relevance_score").floatValue())
              .as("%s, %s", name, golden.path("name").textValue())
              .isCloseTo(scores.get(result.path("index").intValue()).floatValue(), offset(1e-4f));
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(18);
  }

  @Test
  void instructionsAreHeededOrAnsweredWithAWarning() throws Exception {
    String body =
        """
        {"model": "%s", "query": "what is it?", "instruction": "find cities", "documents": ["a city"]}
        """;

    JsonNode heeded = TestServer.json(server.post("/v1/rerank", body.formatted("qwen3")));
    JsonNode ignored = TestServer.json(server.post("/v1/rerank", body.formatted("gemma")));

    assertThat(heeded.at("/meta/warnings").isMissingNode()).isTrue();
    assertThat(ignored.at("/meta/warnings/0").asText())
        .isEqualTo("instruction was ignored: the model takes none");
  }

  @Test
  void theListTellsWhoTakesInstructionsAndOfWhomNothingSaysThatTheyRerank() throws Exception {
    JsonNode qwen = TestServer.json(server.get("/v1/models/qwen3"));
    JsonNode classifier = TestServer.json(server.get("/v1/models/qwen3_seq_cls"));
    JsonNode bert = TestServer.json(server.get("/v1/models/bert"));

    assertThat(qwen.path("instruction").asBoolean()).isTrue();
    assertThat(qwen.at("/remarks/0").asText()).startsWith("nothing says");
    assertThat(classifier.path("instruction").asBoolean()).isTrue();
    assertThat(classifier.has("remarks")).isFalse();
    assertThat(bert.path("instruction").asBoolean(true)).isFalse();
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

  private static JsonNode rank(String model, JsonNode expected, JsonNode golden) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("raw_scores", true);
    body.set("query", withImages(golden.path("query")));
    body.set("max_length", expected.path("max_length"));
    if (expected.has("max_query_length")) { // a quarter of a block is the query's
      body.put("max_length", 4 * expected.path("max_query_length").intValue());
    }
    body.set("max_tokens_per_doc", expected.path("max_document_length"));
    body.set("instruction", golden.path("instruction"));
    body.set("documents", documents(golden));
    HttpResponse<String> response = server.post("/v1/rerank", body.toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private static boolean isBlank(JsonNode query) {
    JsonNode text = query.isTextual() ? query : query.path("text");
    return text.isTextual() && text.textValue().isBlank();
  }

  /// With the bytes of image files in place of their names.
  private static JsonNode withImages(JsonNode item) throws Exception {
    if (!item.has("image")) {
      return item;
    }
    ObjectNode copy = item.deepCopy();
    ArrayNode images = copy.putArray("image");
    for (JsonNode file :
        item.path("image").isTextual() ? List.of(item.path("image")) : item.path("image")) {
      Path image = GOLDEN.resolve("expected/qwen3_vl_images").resolve(file.textValue());
      images.add(
          "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(image)));
    }
    return copy;
  }

  private static JsonNode documents(JsonNode golden) throws Exception {
    return golden.has("documents")
        ? golden.path("documents")
        : JSON.createArrayNode().add(withImages(golden.path("document")));
  }

  private static JsonNode expected(String name) throws Exception {
    return JSON.readTree(GOLDEN.resolve("expected").resolve(name + ".json").toFile());
  }
}
