package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.LengthLimits.Cut;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.Overloaded;
import podium.http.TestServer;

/// `POST /rerank` with `texts`, as clients of Hugging Face's text-embeddings-inference send it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TeiTest {

  private ApiServer server;

  @BeforeAll
  void start() throws Exception {
    server = ApiServer.of(found("org/One"));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private String answer(String body) throws Exception {
    HttpResponse<String> response = server.http().post("/rerank", body.replace('\'', '"'));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private static void assertRefused(
      HttpResponse<String> response, int status, String type, String message) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(TestServer.json(response))
        .isEqualTo(
            TestServer.json(
                "{\"error\":\"%s\",\"error_type\":\"%s\"}"
                    .formatted(message.replace("\"", "\\\""), type)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rerank", "/v1/reranking", "/reranking"})
  void theAnswerIsABareArrayBestFirst(String path) throws Exception {
    var response = server.http().post(path, "{\"query\":\"q\",\"texts\":[\"-1\",\"3\",\"0\"]}");

    assertThat(response.body())
        .isEqualTo(
            "[{\"index\":1,\"score\":0.95257413},{\"index\":2,\"score\":0.5},"
                + "{\"index\":0,\"score\":0.26894143}]");
    assertThat(response.headers().firstValue("Server-Timing")).isPresent();
  }

  @Test
  void textsComeBackIfAskedFor() throws Exception {
    assertThat(answer("{'query':'q','texts':['0'],'return_text':true}"))
        .isEqualTo("[{\"index\":0,\"score\":0.5,\"text\":\"0\"}]");
  }

  @Test
  void rawScoresAreTheLogits() throws Exception {
    assertThat(answer("{'query':'q','texts':['-20.5'],'raw_scores':true}"))
        .isEqualTo("[{\"index\":0,\"score\":-20.5}]");
  }

  @Test
  void documentsHaveTheLastWord() throws Exception {
    var answer = server.ranked("/rerank", "{'query':'q','texts':['1'],'documents':['2','3']}");

    assertThat(answer.path("results")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"left, START", "Left, START", "right, END", "Right, END"})
  void theDirectionOfTruncationReachesTheModel(String direction, Cut cut) throws Exception {
    answer("{'query':'q','texts':['1'],'truncation_direction':'%s'}".formatted(direction));

    assertThat(server.asked().limits().cut()).isEqualTo(cut);
  }

  @Test
  void truncationAndPriorityReachTheModel() throws Exception {
    answer("{'query':'q','texts':['1'],'truncate':false,'priority':3}");
    assertThat(server.asked().limits().refuseTruncation()).isTrue();
    assertThat(server.asked().priority()).isEqualTo(3);

    answer("{'query':'q','texts':['1'],'truncate':null}");
    assertThat(server.asked().limits().refuseTruncation()).isFalse();
    assertThat(server.asked().priority()).isZero();
    assertThat(server.asked().timeout()).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aModelMayBeNamed() throws Exception {
    assertThat(answer("{'model':'one','query':'q','texts':['1']}")).startsWith("[");
    assertRefused(
        server.http().post("/rerank", "{\"model\":\"two\",\"query\":\"q\",\"texts\":[\"1\"]}"),
        404,
        "Validation",
        "there is no model two; there are: org/One");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'texts':['1']} | query must not be missing",
        "{'query':' ','texts':['1']} | query must not be blank",
        "{'query':'q','texts':[]} | texts must not be empty",
        "{'query':'q','texts':'1'} | texts must be an array, but is \"1\"",
        "{'query':'q','texts':['1',{'text':'2'}]} | texts[1] must be a string, but is an object",
        "{'query':'q','texts':['1',null]} | texts[1] must be a string, but is null",
        "{'query':'q','texts':['1'],'truncate':1} | truncate must be true or false, but is 1",
        "{'query':'q','texts':['1'],'truncation_direction':'up'} | truncation_direction must be \"left\" or \"right\", but is \"up\"",
        "{'query':'q','texts':['1'],'truncation_direction':1} | truncation_direction must be \"left\" or \"right\", but is 1",
        "{'query':'q','texts':['1'],'priority':1000} | priority must be a whole number in 0..999, but is 1000",
        "{'query':'q','texts':['1','a a a a a a a a a a a'],'truncate':false} | texts[1] is too long",
      })
  void aWrongFieldIsNamedInTheirErrorBody(String body, String message) throws Exception {
    assertRefused(
        server.http().post("/rerank", body.replace('\'', '"')), 400, "Validation", message);
  }

  @Test
  void otherFailuresHaveTheirErrorBodyToo() throws Exception {
    String fine = "{\"query\":\"q\",\"texts\":[\"1\"]}";
    try (var full = FailingReranker.serve(new Overloaded("full", Duration.ofSeconds(3)))) {
      var response = full.http().post("/rerank", fine);
      assertRefused(response, 429, "Overloaded", "full");
      assertThat(response.headers().firstValue("Retry-After")).hasValue("3");
    }
    try (var gone = FailingReranker.serve(new ModelUnavailable("gone"))) {
      assertRefused(gone.http().post("/rerank", fine), 503, "Unhealthy", "gone");
    }
    try (var broken = FailingReranker.serve(new EngineFailure("cannot read /home/me/model"))) {
      var response = broken.http().post("/rerank", fine);
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).contains("\"error_type\":\"Backend\"").doesNotContain("/home");
    }
  }

  @Test
  void blankAndDoubleTextsAreTexts() throws Exception {
    answer("{'query':'q','texts':['','1','1']}");

    assertThat(server.askedTexts()).isEqualTo(List.of("", "1", "1"));
  }
}
