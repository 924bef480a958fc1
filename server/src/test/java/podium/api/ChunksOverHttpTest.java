package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.LengthLimits;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;
import podium.tensor.Encoding;
import podium.text.PairEncoder;
import podium.text.Spans;
import podium.text.Tokenizer;
import podium.text.Tokens;

/// Long documents in windows, on real models.
class ChunksOverHttpTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path MODELS =
      Path.of("..", "core", "src", "test", "resources", "golden", "models");
  private static final String QUERY = "which is the largest city?";
  private static final int LENGTH = 40;
  private static final String DOCUMENT =
      IntStream.range(0, 12)
          .mapToObj("The %d. largest city isn't on the river. "::formatted)
          .collect(Collectors.joining())
          .strip();

  private static Catalog catalog;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    var options = RerankerOptions.DEFAULT.withPrecision(Precision.F32);
    var scan = new ModelScan(List.of(MODELS.toRealPath()));
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
  @ValueSource(strings = {"xlm_roberta", "roberta", "bert", "modernbert_mean"})
  void aDocumentScoresAsTheBestOfItsWindowsSentAlone(String model) throws Exception {
    List<String> windows = windows(model);
    JsonNode alone = rank(model, windows, 1);

    for (int most = 2; most <= windows.size(); most++) {
      double best = best(alone, windows.subList(0, most));

      assertThat(score(rank(model, List.of(DOCUMENT), most), 0)).isCloseTo(best, within(1e-5));
    }
  }

  @Test
  void usageCountsTheTokensOfAllWindows() throws Exception {
    int expected = tokens(rank("bert", windows("bert"), 1));

    assertThat(tokens(rank("bert", List.of(DOCUMENT), 100))).isEqualTo(expected);
    assertThat(tokens(rank("bert", List.of(DOCUMENT), 1))).isEqualTo(LENGTH);
  }

  @Test
  void warnsOfDocumentsThatTheirWindowsDoNotCover() throws Exception {
    int needed = windows("bert").size();
    List<String> documents = List.of("short", DOCUMENT, DOCUMENT);

    assertThat(rank("bert", documents, needed).at("/meta/warnings").isMissingNode()).isTrue();
    assertThat(rank("bert", documents, needed - 1).at("/meta/warnings/0").asText())
        .isEqualTo("2 of 3 documents were longer than the limit and were cut");
  }

  @Test
  void refusesADocumentThatItsWindowsDoNotCoverIfItMustNotBeCut() throws Exception {
    int needed = windows("bert").size();
    ObjectNode body = body("bert", List.of("short", DOCUMENT), needed).put("truncate", false);

    assertThat(server.post("/v1/rerank", body.toString()).statusCode()).isEqualTo(200);

    body.put("max_chunks_per_doc", needed - 1);
    HttpResponse<String> refusal = server.post("/v1/rerank", body.toString());
    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(refusal).path("message").asText())
        .startsWith("documents[1] does not fit")
        .endsWith("also in max_chunks_per_doc windows, which is " + (needed - 1));
  }

  /// The texts of all windows.
  private static List<String> windows(String model) {
    Path file = MODELS.resolve(model).resolve("tokenizer.json");
    try (PairEncoder encoder = PairEncoder.load(file, SpecialTokens.TEXT, LENGTH, 1_000_000);
        Tokenizer tokenizer = Tokenizer.load(file, SpecialTokens.TEXT)) {
      var query = encoder.query(QUERY);
      int around = encoder.pair(query, "", 0, LengthLimits.NONE).length();
      Tokens tokens = tokenizer.encode(DOCUMENT);
      Spans spans = tokenizer.spans(tokens);
      List<String> texts = new ArrayList<>();
      int start = 0;
      int token = 0;
      for (Encoding window :
          encoder.windows(query, DOCUMENT, 0, LengthLimits.NONE.withWindows(100))) {
        token += window.length() - around;
        texts.add(DOCUMENT.substring(start, spans.end(token - 1)));
        start = spans.end(token - 1);
      }
      assertThat(texts).hasSizeGreaterThan(2);
      return texts;
    }
  }

  private static ObjectNode body(String model, List<String> documents, int chunks) {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("query", QUERY);
    documents.forEach(body.withArray("documents")::add);
    return body.put("raw_scores", true).put("max_length", LENGTH).put("max_chunks_per_doc", chunks);
  }

  private static JsonNode rank(String model, List<String> documents, int chunks) throws Exception {
    HttpResponse<String> response =
        server.post("/v1/rerank", body(model, documents, chunks).toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private static double best(JsonNode answer, List<String> documents) {
    return IntStream.range(0, documents.size())
        .mapToDouble(i -> score(answer, i))
        .max()
        .getAsDouble();
  }

  private static double score(JsonNode answer, int index) {
    return answer
        .path("results")
        .valueStream()
        .filter(result -> result.path("index").asInt() == index)
        .mapToDouble(result -> result.path("relevance_score").asDouble())
        .findAny()
        .getAsDouble();
  }

  private static int tokens(JsonNode answer) {
    return answer.at("/usage/prompt_tokens").asInt();
  }
}
