package podium.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.Reranker;
import podium.catalog.Listings;
import podium.http.TestServer;
import podium.runtime.EmbeddedModel;

/// `return_details`: what was read of each document.
class DetailsTest {

  private static final String LONG = "a b c d e f g h i j k l m n o p";

  private static ApiServer server;
  private static ApiServer real;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.of(Listings.found("fake"));
    real =
        ApiServer.of(
            (_, options) -> Reranker.open(EmbeddedModel.directory(), options),
            Listings.found("tiny"));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    real.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'return_details':false", ",'return_details':null"})
  void areAbsentUnlessAskedFor(String field) throws Exception {
    JsonNode answer = server.ranked("{'query':'q','documents':['2','1']%s}".formatted(field));

    assertThat(answer.path("results").path(0).fieldNames())
        .toIterable()
        .containsExactly("index", "relevance_score", "document");
    assertThat(server.asked().readings()).isFalse();
  }

  @Test
  void sayWhatWasCutAndWhatWasRead() throws Exception {
    JsonNode results = results("{'query':'q','documents':['%s','1234'],'return_details':true}");

    assertThat(results.toString())
        .isEqualTo(
            """
            [{"index":1,"relevance_score":1.0,"document":{"text":"1234"},\
            "truncated":false,"best_window":{"start":0,"end":2}},\
            {"index":0,"relevance_score":0.5,"document":{"text":"%s"},\
            "truncated":true,"best_window":{"start":0,"end":15}}]\
            """
                .formatted(LONG));
  }

  @Test
  void areThereWithoutDocumentsToo() throws Exception {
    assertThat(
            results(
                    "{'query':'q','documents':['1234'],'return_details':'true','return_documents':false}")
                .toString())
        .isEqualTo(
            """
            [{"index":0,"relevance_score":1.0,"truncated":false,"best_window":{"start":0,"end":2}}]\
            """);
  }

  @Test
  void countUnicodeCharacters() throws Exception {
    JsonNode results = results("{'query':'q','documents':['🙂🙂x🙂🙂🙂'],'return_details':true}");

    assertThat(results.at("/0/best_window").toString()).isEqualTo("{\"start\":0,\"end\":3}");
  }

  @Test
  void ofRankFieldsAreOfTheTextTheyMakeUp() throws Exception {
    JsonNode results =
        results(
            """
            {'query':'q','documents':[{'a':'12345','b':'1234'}],'rank_fields':['a','b'],'return_details':true}\
            """);

    assertThat(results.at("/0/best_window/end").asInt()).isEqualTo("12345\n1234".length() / 2);
  }

  @Test
  void haveNoWindowWhereTheModelCannotSay() throws Exception {
    JsonNode results = results("{'query':'q','documents':[''],'return_details':true}");

    assertThat(results.at("/0/truncated").isBoolean()).isTrue();
    assertThat(results.at("/0").has("best_window")).isFalse();
  }

  @Test
  void whatIsNoBooleanIsRefused() throws Exception {
    var response = server.rerank("{'query':'q','documents':['1'],'return_details':'maybe'}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(response).path("message").asText()).startsWith("return_details");
  }

  @Test
  void showTheBestWindowOfALongDocument() throws Exception {
    String filler = "The weather was mild and nothing much happened in the village. ".repeat(30);
    String document = filler + "Paris is the capital of France. " + filler;

    JsonNode result =
        real.ranked(
                """
                {'query':'What is the capital of France?','documents':['%s'],
                 'max_chunks_per_doc':20,'return_details':true}\
                """
                    .formatted(document))
            .at("/results/0");

    assertThat(result.path("truncated").asBoolean()).isFalse();
    String window =
        document.substring(
            result.at("/best_window/start").asInt(), result.at("/best_window/end").asInt());
    assertThat(window).contains("Paris is the capital of France.");
    assertThat(window.length()).isLessThan(document.length() / 2);
  }

  private static JsonNode results(String body) throws Exception {
    return server.ranked(body.formatted(LONG)).path("results");
  }
}
