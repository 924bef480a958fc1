package example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import podium.Precision;
import podium.Ranking;
import podium.RerankException.InvalidRequest;
import podium.Reranker;

class RecipesTest {

  private static Reranker reranker;

  @BeforeAll
  static void open() {
    reranker = Reranker.openEmbedded();
  }

  @AfterAll
  static void close() {
    reranker.close();
  }

  @Test
  void optionsSayHowAModelIsRun() {
    try (Reranker wished = Recipes.openAsWished(Reranker.opener().embedded())) {
      assertThat(wished.info().precision()).isEqualTo(Precision.F32);

      wished.rank("query", List.of("document"));
      wished.rank("query", List.of("document"));

      assertThat(wished.load().saved().cacheHits()).isEqualTo(1);
    }
  }

  @Test
  void aLongDocumentIsReadInWindows() {
    String longOne = "word ".repeat(400) + "Paris is the capital of France.";

    Ranking ranking =
        Recipes.rankLongDocuments(
            reranker, "What is the capital of France?", List.of("Berlin.", longOne));

    assertThat(ranking.entries().getFirst().index()).isEqualTo(1);
  }

  @Test
  void manyThreadsAskTheSameReranker() throws Exception {
    List<Ranking> rankings =
        Recipes.rankMany(
            reranker,
            List.of("What is the capital of France?", "What is the capital of Germany?"),
            List.of("Paris is the capital of France.", "Berlin is the capital of Germany."));

    assertThat(rankings)
        .extracting(ranking -> ranking.entries().getFirst().index())
        .containsExactly(0, 1);
  }

  @Test
  void everyFailureHasItsAdvice() {
    InvalidRequest failure =
        catchThrowableOfType(InvalidRequest.class, () -> reranker.rank("query", List.of()));

    assertThat(Recipes.advise(failure))
        .isEqualTo("correct the request: list of documents must not be empty");
  }
}
