package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static podium.catalog.Listings.found;
import static podium.http.ErrorAssert.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.ModelInfo;
import podium.RerankException.Cancelled;
import podium.RerankException.Overloaded;
import podium.RerankException.ScoreNotFinite;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;
import podium.catalog.FakeReranker;
import podium.http.TestServer;

/// `POST /score`, as clients of vLLM send it.
class ScoreTest {

  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.of(found("org/One"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static List<Double> scores(JsonNode answer) {
    List<Double> scores = new ArrayList<>();
    answer.path("data").forEach(item -> scores.add(item.path("score").asDouble()));
    return scores;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/score | 'text_1':'q','text_2':['0','2']",
        "/v1/score | 'text_1':['q'],'text_2':['0','2']",
        "/score | 'queries':'q','documents':['0','2']",
        "/score | 'data_1':'q','data_2':[{'text':'0'},'2']",
      })
  void oneGoesWithMany(String path, String sides) throws Exception {
    JsonNode answer = server.ranked(path, "{'model':'one',%s}".formatted(sides));

    assertThat(answer.path("data"))
        .isEqualTo(
            TestServer.json(
                "[{\"index\":0,\"object\":\"score\",\"score\":0.5},"
                    + "{\"index\":1,\"object\":\"score\",\"score\":0.8807971}]"));
    assertThat(answer.path("object").asText()).isEqualTo("list");
    assertThat(answer.path("model").asText()).isEqualTo("one");
    assertThat(answer.path("id").asText()).isNotEmpty();
    assertThat(answer.path("created").asLong()).isPositive();
    assertThat(answer.path("usage"))
        .isEqualTo(
            TestServer.json("{\"prompt_tokens\":2,\"completion_tokens\":0,\"total_tokens\":2}"));
    assertThat(FakeReranker.text(server.asked().query())).isEqualTo("q");
  }

  @Test
  void bothSidesMayBeOneText() throws Exception {
    assertThat(scores(server.ranked("/score", "{'text_1':'q','text_2':'0'}"))).containsExactly(0.5);
  }

  @Test
  void listsOfOneLengthGoPairByPairInTheirOrder() throws Exception {
    var answer =
        server.ranked(
            "/score",
            "{'queries':['a','b','a','c'],'documents':['4','3','2','1'],'use_activation':false}");

    assertThat(scores(answer)).containsExactly(4.0, 3.0, 2.0, 1.0);
    assertThat(server.askedRequests())
        .extracting(
            request -> FakeReranker.text(request.query()),
            request -> request.documents().stream().map(FakeReranker::text).toList())
        .containsExactlyInAnyOrder(
            tuple("a", List.of("4", "2")), tuple("b", List.of("3")), tuple("c", List.of("1")));
    assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(4);
  }

  @Test
  void aThousandPairsKeepTheirOrder() throws Exception {
    List<Double> expected = IntStream.range(0, 1000).mapToObj(i -> (double) i).toList();
    String queries =
        IntStream.range(0, 1000).mapToObj(i -> "'q" + i + "'").collect(Collectors.joining(","));
    String documents =
        IntStream.range(0, 1000).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(","));

    var answer =
        server.ranked(
            "/score",
            "{'text_1':[%s],'text_2':[%s],'activation':'false'}".formatted(queries, documents));

    assertThat(scores(answer)).isEqualTo(expected);
  }

  @Test
  void lengthAndPriorityReachTheModel() throws Exception {
    server.ranked("/score", "{'text_1':'q','text_2':'0','truncate_prompt_tokens':7,'priority':5}");
    assertThat(server.asked().limits().pair()).isEqualTo(7);
    assertThat(server.asked().priority()).isEqualTo(5);

    server.ranked("/score", "{'text_1':'q','text_2':'0','truncate_prompt_tokens':-1}");
    assertThat(server.asked().limits().pair()).isEqualTo(Integer.MAX_VALUE);
    assertThat(server.asked().timeout()).isLessThanOrEqualTo(Duration.ofSeconds(60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | text_1 and text_2, queries and documents, or data_1 and data_2 must not be missing",
        "{'text_1':'q'} | text_2 must not be missing",
        "{'documents':['d']} | queries must not be missing",
        "{'text_1':[],'text_2':'d'} | text_1 must not be empty",
        "{'text_1':'q','text_2':[]} | text_2 must not be empty",
        "{'text_1':5,'text_2':'d'} | text_1 must be a string or an object, but is 5",
        "{'data_1':'q','data_2':['d',null]} | data_2[1] must be a string or an object, but is null",
        "{'data_1':'q','data_2':{'image':'https://x/y.png'}} | data_2.image: images are scored at /v1/rerank only, not here",
        "{'text_1':['q','r'],'text_2':['d']} | text_1 has 2 items and text_2 has 1, but must be one, or as many",
        "{'text_1':['q','r'],'text_2':['1','2','3']} | text_1 has 2 items and text_2 has 3, but must be one, or as many",
        "{'text_1':'q','text_2':'d','truncate_prompt_tokens':0} | truncate_prompt_tokens must be -1 or a whole number of at least 1, but is 0",
        "{'text_1':'q','text_2':'d','use_activation':7} | use_activation must be true or false, but is 7",
        "{'text_1':'q','text_2':'d','priority':-1} | priority must be a whole number in 0..999, but is -1",
      })
  void aWrongFieldIsNamedWithItsValue(String body, String message) throws Exception {
    assertRefused(
        server.http().post("/score", body.replace('\'', '"')), 400, "invalid_request", message);
  }

  @Test
  void whenOnePairFailsTheOthersAreGivenUp() throws Exception {
    var slowBegan = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Reranker picky =
        new PickyReranker(request -> {
          if (FakeReranker.text(request.query()).equals("bad")) {
            await(slowBegan);
            throw new Overloaded("full", Duration.ofSeconds(2));
          }
          slowBegan.countDown();
          try {
            TimeUnit.HOURS.sleep(1);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          throw new Cancelled("the caller went away");
        });
    try (var other = ApiServer.of((_, _) -> picky, found("one"))) {
      var response =
          other.http().post("/score", "{\"text_1\":[\"bad\",\"slow\"],\"text_2\":[\"1\",\"2\"]}");

      assertRefused(response, 429, "overloaded", "full");
      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aScoreThatIsNotFiniteNamesThePairOfTheRequest() throws Exception {
    Reranker picky =
        new PickyReranker(request -> {
          throw new ScoreNotFinite(List.of(request.documents().size() - 1));
        });
    try (var other = ApiServer.of((_, _) -> picky, found("one"))) {
      var response =
          other
              .http()
              .post("/score", "{\"text_1\":[\"a\",\"b\",\"a\"],\"text_2\":[\"1\",\"2\",\"3\"]}");

      assertRefused(
          response, 500, "score_not_finite", "documents [2] have scores that are not finite");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Scoring {
    Scores score(RerankRequest request);
  }

  private record PickyReranker(Scoring scoring) implements Reranker {

    @Override
    public ModelInfo info() {
      return new FakeReranker().info();
    }

    @Override
    public Scores score(RerankRequest request) {
      return scoring.score(request);
    }

    @Override
    public void close() {}
  }
}
