package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;
import static podium.catalog.Listings.rejected;
import static podium.http.ErrorAssert.assertRefused;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.Overloaded;
import podium.RerankException.ScoreNotFinite;
import podium.Reranker;

/// Everything that is wrong with a request, and everything that may go wrong with a right one.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {

  private static final String FINE = "{'query':'q','documents':['1']}";

  private ApiServer server;

  @BeforeAll
  void start() throws Exception {
    server =
        ApiServer.of(
            found("org/One"), found("podium-tiny"), rejected("broken", "config.json is empty"));
  }

  /// Whatever a test did, the server goes on.
  @AfterEach
  void goesOn() throws Exception {
    assertThat(server.rerank(FINE).statusCode()).isEqualTo(200);
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  private void assertInvalid(String body, String message) throws Exception {
    assertRefused(server.rerank(body), 400, "invalid_request", message);
  }

  @Test
  void anEmptyBodyIsRefused() throws Exception {
    assertRefused(server.rerank(""), 400, "invalid_json", "the body is empty");
  }

  @Test
  void badJsonIsRefusedWithItsPlace() throws Exception {
    assertRefused(
        server.rerank("{'query':'q',\n 'documents':['1' '2']}"),
        400,
        "invalid_json",
        """
        the body is not valid JSON at line 2, column 19: \
        Unexpected character ('"' (code 34)): was expecting comma to separate Array entries\
        """);
  }

  @Test
  void aKeyThatOccursTwiceIsRefused() throws Exception {
    assertRefused(
        server.rerank("{'query':'q','query':'r','documents':['1']}"),
        400,
        "invalid_json",
        "the body is not valid JSON at line 1, column 21: Duplicate field 'query'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                               | query must not be missing",
        "{'query':null,'documents':['1']} | query must not be missing",
        "{'query':'','documents':['1']}   | query must not be blank",
        "{'query':' \\t\\n ','documents':['1']} | query must not be blank",
        "{'query':{'text':' '},'documents':['1']} | query must not be blank",
        "{'query':5,'documents':['1']}    | query must be a string or an object, but is 5",
        "{'query':['q'],'documents':['1']} | query must be a string or an object, but is an array",
        "{'query':{},'documents':['1']}   | query has no text",
        "{'query':{'text':5},'documents':['1']} | query.text must be a string, but is 5",
        "{'query':{'text':'q','image':'data:,'},'documents':['1']} | query.image: image is a data URI that is not base64",
        "{'query':{'image':'https://x/y.png'},'documents':['1']} | query.image: the model takes text only, no images",
        "{'query':{'image':7},'documents':['1']} | query.image must be a string or an array, but is 7",
        "{'query':'\\ud800','documents':['1']} | query has half of a surrogate pair (\\ud800 to \\udfff), which is no character",
        "{'query':'q'}                    | documents must not be missing",
        "{'query':'q','documents':null}   | documents must not be missing",
        "{'query':'q','documents':[]}     | list of documents must not be empty",
        "{'query':'q','documents':'1'}    | documents must be an array, but is \"1\"",
        "{'query':'q','documents':{'0':'1'}} | documents must be an array, but is an object",
        "{'query':'q','documents':['1',2]} | documents[1] must be a string or an object, but is 2",
        "{'query':'q','documents':['1',null]} | documents[1] must be a string or an object, but is null",
        "{'query':'q','documents':['1',['2']]} | documents[1] must be a string or an object, but is an array",
        "{'query':'q','documents':['1',true]} | documents[1] must be a string or an object, but is true",
        "{'query':'q','documents':['1',{'title':'t'}]} | documents[1] has no text",
        "{'query':'q','documents':['1',{'text':null}]} | documents[1] has no text",
        "{'query':'q','documents':['1',{'text':2}]} | documents[1].text must be a string, but is 2",
        "{'query':'q','documents':['1',{'image':'https://x/y.png'}]} | documents[1].image: the model takes text only, no images",
        "{'query':'q','documents':['1',{'image':['https://x/y.png',5]}]} | documents[1].image[1] must be a string, but is 5",
        "{'query':'q','documents':['1',{'image':''}]} | documents[1].image: image must not be empty",
        "{'query':'q','documents':['1','\\udfff']} | documents[1] has half of a surrogate pair (\\ud800 to \\udfff), which is no character",
        "{'query':'q','documents':['1'],'model':5} | model must be a string, but is 5",
        "{'query':'q','documents':['1'],'top_n':0} | top_n must be a whole number of at least 1, but is 0",
        "{'query':'q','documents':['1'],'top_n':-3} | top_n must be a whole number of at least 1, but is -3",
        "{'query':'q','documents':['1'],'top_n':1.5} | top_n must be a whole number of at least 1, but is 1.5",
        "{'query':'q','documents':['1'],'top_n':1e999} | top_n must be a whole number of at least 1, but is 1e999",
        "{'query':'q','documents':['1'],'top_n':'3'} | top_n must be a whole number of at least 1, but is \"3\"",
        "{'query':'q','documents':['1'],'top_k':0} | top_k must be a whole number of at least 1, but is 0",
        "{'query':'q','documents':['1'],'top_n':1,'top_k':2} | top_n is 1, but its alias top_k is 2",
        "{'query':'q','documents':['1'],'return_documents':1} | return_documents must be true or false, but is 1",
        "{'query':'q','documents':['1'],'return_documents':'yes'} | return_documents must be true or false, but is \"yes\"",
        "{'query':'q','documents':['1'],'raw_scores':[]} | raw_scores must be true or false, but is an array",
        "{'query':'q','documents':['1'],'truncate':0} | truncate must be true or false, but is 0",
        "{'query':'q','documents':['1'],'truncate':true,'truncation':false} | truncate is true, but its alias truncation is false",
        "{'query':'q','documents':['1'],'rank_fields':[]} | rank_fields must not be empty",
        "{'query':'q','documents':['1'],'rank_fields':'text'} | rank_fields must be an array, but is \"text\"",
        "{'query':'q','documents':['1'],'rank_fields':['a',5]} | rank_fields[1] must be a string, but is 5",
        "{'query':'q','documents':['1',{'text':'2'}],'rank_fields':['a','b']} | documents[1] has none of the rank_fields a, b",
        "{'query':'q','documents':['1'],'max_chunks_per_doc':0} | max_chunks_per_doc must be a whole number of at least 1, but is 0",
        "{'query':'q','documents':['1','2'],'max_chunks_per_doc':5001} | max_chunks_per_doc is 5001 for 2 documents, but both multiplied must be at most 10000",
        "{'query':'q','documents':['1'],'max_chunks_per_doc':1e9} | max_chunks_per_doc must be a whole number of at least 1, but is 1e9",
        "{'query':'q','documents':['1'],'max_tokens_per_doc':0} | max_tokens_per_doc must be a whole number of at least 1, but is 0",
        "{'query':'q','documents':['1'],'max_length':2.5} | max_length must be a whole number of at least 1, but is 2.5",
        "{'query':'q','documents':['1'],'instruction':{}} | instruction must be a string, but is an object",
        "{'query':'q','documents':['1'],'priority':1000} | priority must be a whole number in 0..999, but is 1000",
        "{'query':'q','documents':['1'],'priority':-1} | priority must be a whole number in 0..999, but is -1",
      })
  void aWrongFieldIsNamedWithItsValue(String body, String message) throws Exception {
    assertInvalid(body, message);
  }

  @Test
  void aDocumentTooManyIsRefused() throws Exception {
    assertInvalid(
        "{'query':'q','documents':[%s'']}".formatted("'',".repeat(10_000)),
        "documents has 10001 items, the limit is 10000");
  }

  @Test
  void aHundredThousandDocumentsAreRefused() throws Exception {
    assertInvalid(
        "{'query':'q','documents':[%s'']}".formatted("'',".repeat(100_000)),
        "documents has 100001 items, the limit is 10000");
  }

  @Test
  void aDocumentThatMustNotBeCutIsRefused() throws Exception {
    assertInvalid(
        "{'query':'q','documents':['1','a a a a a a a a a a a'],'truncate':false}",
        "documents[1] is too long");
  }

  @Test
  void anUnknownModelIsA404ThatListsWhatExists() throws Exception {
    assertRefused(
        server.rerank("{'model':'gpt-9','query':'q','documents':['1']}"),
        404,
        "unknown_model",
        "there is no model gpt-9; there are: org/One, podium-tiny");
  }

  @Test
  void aBrokenModelIsA503WithItsReason() throws Exception {
    var response = server.rerank("{'model':'broken','query':'q','documents':['1']}");

    assertRefused(response, 503, "model_unavailable", "model broken: config.json is empty");
    assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
  }

  @Test
  void amongSeveralModelsOneMustBeNamed() throws Exception {
    try (var several = ApiServer.of(found("a/one"), found("b/two"))) {
      assertRefused(
          several.rerank(FINE),
          400,
          "invalid_request",
          "model is needed, because there are several: a/one, b/two");
    }
  }

  @Test
  void nothingIsLoadedForARequestThatIsWrong() throws Exception {
    var opened = new AtomicInteger();
    Reranker.Opener counting =
        (_, _) -> {
          opened.incrementAndGet();
          throw new ModelUnavailable("gone");
        };
    try (var other = ApiServer.of(counting, found("one"))) {
      other.rerank("{'query':'','documents':['1']}");
      other.rerank("{'model':'two','query':'q','documents':['1']}");
      assertThat(opened).hasValue(0);

      assertRefused(other.rerank(FINE), 503, "model_unavailable", "model one: gone");
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void aFullQueueIsA429ThatSaysWhenToComeBack() throws Exception {
    var failure = new Overloaded("4000 tokens are waiting", Duration.ofMillis(2001));

    try (var full = FailingReranker.serve(failure)) {
      var response = full.rerank(FINE);

      assertRefused(response, 429, "overloaded", "4000 tokens are waiting");
      assertThat(response.headers().firstValue("Retry-After")).hasValue("3");
    }
  }

  @Test
  void aDeadlineThatPassesIsA503() throws Exception {
    try (var slow = FailingReranker.serve(new DeadlineExceeded("60 s are over"))) {
      var response = slow.rerank(FINE);

      assertRefused(response, 503, "deadline_exceeded", "60 s are over");
      assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }
  }

  @Test
  void aScoreThatIsNotFiniteIsA500ThatNamesTheDocuments() throws Exception {
    try (var broken = FailingReranker.serve(new ScoreNotFinite(List.of(3)))) {
      assertRefused(
          broken.rerank(FINE),
          500,
          "score_not_finite",
          "documents [3] have scores that are not finite");
    }
  }

  @Test
  void ourOwnFaultStaysInTheLog() throws Exception {
    try (var broken = FailingReranker.serve(new EngineFailure("cannot read /home/me/model"))) {
      var response = broken.rerank(FINE);

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).contains("\"code\":\"internal_error\"").doesNotContain("/home");
    }
  }
}
