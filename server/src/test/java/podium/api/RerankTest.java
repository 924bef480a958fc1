package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.catalog.FakeReranker;
import podium.http.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RerankTest {

  private ApiServer server;

  @BeforeAll
  void start() throws Exception {
    server = ApiServer.of(found("org/One"));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private static String wire(String file) throws Exception {
    try (InputStream in = RerankTest.class.getResourceAsStream("/wire/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/rerank, cohere-v1, rerank-english-v3.0",
    "/v2/rerank, cohere-v2, rerank-v3.5",
    "/v1/rerank, jina, jina-reranker-v2-base-multilingual",
    "/rerank, jina, jina-reranker-v2-base-multilingual",
    "/v1/reranking, jina, jina-reranker-v2-base-multilingual",
    "/reranking, jina, jina-reranker-v2-base-multilingual",
  })
  void answersTheExamplesOfOtherServicesAsTheyDo(String path, String example, String model)
      throws Exception {
    try (var other = ApiServer.of(found(model))) {
      JsonNode answer = other.ranked(path, wire(example + "-request.json"));

      assertThat(answer.path("id").asText()).matches("rerank-[0-9a-f]{16}");
      ((ObjectNode) answer).put("id", "ID");
      assertThat(answer).isEqualTo(TestServer.json(wire(example + "-answer.json")));
    }
  }

  @Test
  void sortsByLogitAndTiesByIndex() throws Exception {
    var answer = server.ranked("{'query':'q','documents':['-1','3','0','3','30','40']}");

    // The scores of 30 and 40 are both 1 when rounded to a float.
    assertThat(answer.path("results"))
        .extracting(r -> r.path("index").asInt())
        .containsExactly(5, 4, 1, 3, 2, 0);
  }

  @Test
  void scoresAreTheShortestDecimalsOfFloats() throws Exception {
    var response = server.rerank("{'query':'q','documents':['-20','0.1','0']}");

    assertThat(response.body())
        .contains("\"relevance_score\":0.5249792,")
        .contains("\"relevance_score\":0.5,")
        .contains("\"relevance_score\":2.0611537E-9,");
  }

  @Test
  void rawScoresAreTheLogits() throws Exception {
    var response = server.rerank("{'query':'q','documents':['-20.5'],'raw_scores':true}");

    assertThat(response.body()).contains("\"relevance_score\":-20.5,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'top_n':2 | 2",
        "'top_k':2 | 2",
        "'top_n':1 | 1",
        "'top_n':99999999999 | 3",
        "'top_n':2.0 | 2",
        "'top_n':2.000,'top_k':2 | 2",
        "'top_n':null | 3",
        "'top_n':null,'top_k':1 | 1",
        "'top_n':2,'top_k':2 | 2",
        "'x':0 | 3"
      })
  void topNLimitsTheResults(String field, int expected) throws Exception {
    var answer = server.ranked("{'query':'q','documents':['1','2','3'],%s}".formatted(field));

    assertThat(answer.path("results")).hasSize(expected);
    assertThat(answer.path("results").path(0).path("index").asInt()).isEqualTo(2);
  }

  @Test
  void documentsAreEchoedAsTheyCame() throws Exception {
    String object =
        "{ \"text\":\"1\", \"n\": 1.50, \"big\":123456789012345678901234567890, \"e\":1E+3, \"deep\":[[{\"a\":null}]],\"u\":\"\\u00e4\"}";

    var response =
        server.rerank(
            "{'query':'q','documents':[%s,'2 \\u00e4 \\ud83d\\ude00']}".formatted(object));

    assertThat(response.body())
        .contains("\"document\":" + object)
        .contains("\"document\":{\"text\":\"2 \\u00e4 \\ud83d\\ude00\"}");
  }

  @Test
  void documentsThatAreNotWantedAreAbsent() throws Exception {
    var response = server.rerank("{'query':'q','documents':['1'],'return_documents':false}");

    assertThat(response.body()).doesNotContain("document");
  }

  @Test
  void version2EchoesNoDocumentsUnlessAsked() throws Exception {
    String silent = "{'query':'q','documents':['1']}";
    String asking = "{'query':'q','documents':['1'],'return_documents':true}";

    assertThat(server.ranked("/v2/rerank", silent).path("results").path(0).has("document"))
        .isFalse();
    assertThat(server.ranked("/v2/rerank", asking).path("results").path(0).has("document"))
        .isTrue();
  }

  @Test
  void version2CutsDocumentsTo4096TokensUnlessAsked() throws Exception {
    server.ranked("/v2/rerank", "{'query':'q','documents':['1']}");
    assertThat(server.asked().limits().document()).isEqualTo(4096);

    server.ranked("/v2/rerank", "{'query':'q','documents':['1'],'max_tokens_per_doc':7}");
    assertThat(server.asked().limits().document()).isEqualTo(7);
  }

  @Test
  void limitsOfLengthReachTheModel() throws Exception {
    server.ranked("{'query':'q','documents':['1'],'max_tokens_per_doc':5,'max_length':9}");
    assertThat(server.asked().limits().document()).isEqualTo(5);
    assertThat(server.asked().limits().pair()).isEqualTo(9);
    assertThat(server.asked().limits().refuseTruncation()).isFalse();

    server.ranked("{'query':'q','documents':['1'],'truncate':false}");
    assertThat(server.asked().limits().refuseTruncation()).isTrue();
    assertThat(server.asked().limits().document()).isEqualTo(Integer.MAX_VALUE);

    server.ranked("{'query':'q','documents':['1'],'truncation':'false'}");
    assertThat(server.asked().limits().refuseTruncation()).isTrue();
  }

  @Test
  void thePriorityReachesTheModel() throws Exception {
    server.ranked("{'query':'q','documents':['1'],'priority':999}");
    assertThat(server.asked().priority()).isEqualTo(999);

    server.ranked("{'query':'q','documents':['1']}");
    assertThat(server.asked().priority()).isZero();
  }

  @Test
  void theTimeLeftReachesTheModel() throws Exception {
    server.ranked("{'query':'q','documents':['1']}");

    assertThat(server.asked().timeout()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
  }

  @Test
  void rankFieldsAreTheTextInTheirOrder() throws Exception {
    server.ranked(
        """
        {'query':'q','rank_fields':['title','n','body','none'],'documents':[
          {'body':'B','title':'T','text':'ignored','n':[1, 2.50]},
          {'title':'only'},
          'a string'
        ]}\
        """);

    assertThat(server.askedTexts()).containsExactly("T\n[1, 2.50]\nB", "only", "a string");
  }

  @Test
  void theQueryMayBeAnObject() throws Exception {
    server.ranked("{'query':{'text':'what?','lang':'en'},'documents':['1']}");

    assertThat(FakeReranker.text(server.asked().query())).isEqualTo("what?");
  }

  @Test
  void blankAndDoubleDocumentsAreDocuments() throws Exception {
    var answer = server.ranked("{'query':'q','documents':['','1','1',' ']}");

    assertThat(server.askedTexts()).containsExactly("", "1", "1", " ");
    assertThat(answer.path("results")).hasSize(4);
  }

  @Test
  void chunksAreWindowsUpToTheLimitOfDocuments() throws Exception {
    server.ranked("{'query':'q','documents':['1','2'],'max_chunks_per_doc':5000}");
    assertThat(server.asked().limits().windows()).isEqualTo(5000);

    server.ranked("{'query':'q','documents':['1','2']}");
    assertThat(server.asked().limits().windows()).isEqualTo(1);
  }

  @Test
  void nullIsAbsentEverywhere() throws Exception {
    var answer =
        server.ranked(
            """
            {'model':null,'query':'q','documents':[{'text':'1','image':null}],'top_n':null,'top_k':null,
             'return_documents':null,'rank_fields':null,'max_chunks_per_doc':null,
             'max_tokens_per_doc':null,'max_length':null,'instruction':null,'raw_scores':null,
             'priority':null,'truncate':null,'truncation':null}\
            """);

    assertThat(answer.path("results").path(0).path("document").path("text").asText())
        .isEqualTo("1");
  }

  @Test
  void theAnswerHasNoNulls() throws Exception {
    assertThat(server.rerank("{'query':'q','documents':['1']}").body()).doesNotContain("null");
  }

  @Test
  void booleansMayBeStrings() throws Exception {
    var answer =
        server.ranked(
            "{'query':'q','documents':['7'],'return_documents':'false','raw_scores':'true'}");

    assertThat(answer.path("results").path(0).has("document")).isFalse();
    assertThat(answer.path("results").path(0).path("relevance_score").asDouble()).isEqualTo(7);
  }

  @Test
  void unknownFieldsAreIgnored() throws Exception {
    assertThat(
            server
                .rerank("{'query':'q','documents':['1'],'user':{'id':[1]},'object':7}")
                .statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"org/One", "ORG/one", "one"})
  void theModelIsEchoedAsTheClientSpelledIt(String model) throws Exception {
    var answer = server.ranked("{'model':'%s','query':'q','documents':['1']}".formatted(model));

    assertThat(answer.path("model").asText()).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{'query':'q','documents':['1']}", "{'model':'','query':'q','documents':['1']}"})
  void theDefaultModelIsNamed(String body) throws Exception {
    assertThat(server.ranked(body).path("model").asText()).isEqualTo("org/One");
  }

  @Test
  void tokensAreCountedAsTheyRan() throws Exception {
    var usage = server.ranked("{'query':'q','documents':['a b c','d']}").path("usage");

    assertThat(usage)
        .isEqualTo(
            TestServer.json("{\"prompt_tokens\":4,\"completion_tokens\":0,\"total_tokens\":4}"));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "100, 1", "101, 2", "1000, 10"})
  void aHundredDocumentsAreOneSearchUnit(int documents, int units) throws Exception {
    String list =
        IntStream.range(0, documents).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));

    var answer = server.ranked("{'query':'q','documents':[%s]}".formatted(list));

    assertThat(answer.path("meta").path("billed_units").path("search_units").asInt())
        .isEqualTo(units);
  }

  @Test
  void warnsOfWhatWasCutAndIgnored() throws Exception {
    var answer =
        server.ranked(
            """
            {'query':'q','documents':['a a a a a a a a a a a','1'],'instruction':'judge well'}\
            """);

    assertThat(answer.path("meta").path("warnings"))
        .extracting(JsonNode::asText)
        .isEqualTo(
            List.of(
                "1 of 2 documents were longer than the limit and were cut",
                "instruction was ignored: the model takes none"));
  }

  @Test
  void withoutReasonThereAreNoWarnings() throws Exception {
    assertThat(
            server
                .ranked("{'query':'q','documents':['1'],'instruction':' '}")
                .path("meta")
                .has("warnings"))
        .isFalse();
  }

  @Test
  void theServersTimingIsAHeader() throws Exception {
    var response = server.rerank("{'query':'q','documents':['1']}");

    assertThat(response.headers().firstValue("Server-Timing"))
        .hasValue("queue;dur=1.000, tokenize;dur=2.500, compute;dur=3.000");
  }

  @Test
  void tenThousandDocumentsAreRanked() throws Exception {
    String list =
        IntStream.range(0, 10_000).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));

    var answer = server.ranked("{'query':'q','documents':[%s],'raw_scores':true}".formatted(list));

    assertThat(answer.path("results")).hasSize(10_000);
    assertThat(answer.path("results").path(0).path("document").path("text").asText())
        .isEqualTo("9999");
  }

  @Test
  void aDocumentOfTenMegabytesIsRanked() throws Exception {
    String text = "wörd ".repeat(2_000_000);

    var answer = server.ranked("{'query':'q','documents':['%s','1']}".formatted(text));

    assertThat(answer.path("results").path(1).path("document").path("text").asText())
        .isEqualTo(text);
  }

  @Test
  void nulIsACharacter() throws Exception {
    server.ranked("{'query':'q','documents':['a\\u0000b']}");

    assertThat(server.askedTexts()).containsExactly("a\0b");
  }
}
