package podium.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// What every client must be able to do with our server after its base URL was changed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class ClientContract {

  private static final String QUERY = "What is the capital of France?";
  private static final List<String> DOCUMENTS =
      List.of(
          "Berlin is the capital of Germany.",
          "The Eiffel Tower is a famous landmark in Paris.",
          "Paris is the capital and largest city of France.",
          "France is a country in Western Europe.");

  private PodiumServer server;

  /// Has the client rank `documents`.
  ///
  /// @param server without a path and without a slash at the end
  /// @return a score for each document, in their order
  abstract List<Double> scores(URI server, String query, List<String> documents) throws Exception;

  @BeforeAll
  void start() throws Exception {
    server = PodiumServer.start();
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @Test
  void ranks() throws Exception {
    assertRanked(scores(server.uri(), QUERY, DOCUMENTS));
  }

  @Test
  void showsOurMessageForABadRequest() {
    Throwable failure = catchThrowable(() -> scores(server.uri(), " ", DOCUMENTS));

    assertThat(failure).isNotNull();
    assertThat(failure.toString()).contains("query must not be blank");
  }

  @Test
  void triesAgainWhenTheQueueIsFull() throws Exception {
    assertRanked(server.refusedOnce(() -> scores(server.uri(), QUERY, DOCUMENTS)));
  }

  private static void assertRanked(List<Double> scores) {
    assertThat(scores).hasSize(4).allSatisfy(score -> assertThat(score).isBetween(0.0, 1.0));
    assertThat(scores.get(2)).isGreaterThan(0.9);
    assertThat(scores.get(0)).isBetween(scores.get(1), scores.get(2));
  }
}
