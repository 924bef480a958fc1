package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import podium.Precision;
import podium.Ranking;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;

/// The embedded model on the everyday questions of its report.
class PodiumTinyTest {

  private static Reranker reranker;

  @BeforeAll
  static void open() {
    reranker =
        Reranker.open(
            EmbeddedModel.directory(), RerankerOptions.DEFAULT.withPrecision(Precision.F32));
  }

  @AfterAll
  static void close() {
    reranker.close();
  }

  @Test
  void scoresLikeItsReference() throws IOException {
    for (JsonNode question : expected().path("cases")) {
      Scores scores = reranker.score(request(question));

      for (int i = 0; i < scores.size(); i++) {
        assertThat(scores.score(i))
            .as("%s, document %d", question.path("query"), i)
            .isCloseTo(question.path("scores").path(i).floatValue(), within(1e-4f));
      }
    }
  }

  @Test
  void ranksMostEverydayQuestionsRight() throws IOException {
    int right = 0;
    for (JsonNode question : expected().path("cases")) {
      int best = Ranking.of(reranker.score(request(question))).entries().getFirst().index();
      right += best == question.path("expected_best").intValue() ? 1 : 0;
    }

    assertThat(right).isEqualTo(20);
  }

  @Test
  void knowsTheCapitalOfFrance() {
    Ranking ranking =
        reranker.rank(
            "What is the capital of France?",
            List.of(
                "Berlin is the capital of Germany.",
                "Paris is the capital and largest city of France."));

    assertThat(ranking.entries().getFirst().index()).isEqualTo(1);
  }

  private static RerankRequest request(JsonNode question) {
    return RerankRequest.of(
        question.path("query").asText(),
        StreamSupport.stream(question.path("docs").spliterator(), false)
            .map(JsonNode::asText)
            .toList());
  }

  private static JsonNode expected() throws IOException {
    try (InputStream file =
        PodiumTinyTest.class.getResourceAsStream("/podium-tiny/expected.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    }
  }
}
