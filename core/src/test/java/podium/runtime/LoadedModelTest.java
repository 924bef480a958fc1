package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.Content;
import podium.LengthLimits;
import podium.Precision;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.Scores.Reading;
import podium.Stretch;
import podium.nn.Golden;

class LoadedModelTest {

  private static final String LONG = "a rather long sentence about nothing at all ".repeat(100);

  private final Reranker reranker =
      Reranker.open(
          Golden.of("bert").model(), RerankerOptions.DEFAULT.withPrecision(Precision.F32));

  @AfterEach
  void close() {
    reranker.close();
  }

  @Test
  void saysWhatItIs() {
    assertThat(reranker.info().family()).isEqualTo("bert");
    assertThat(reranker.info().precision()).isEqualTo(Precision.F32);
    assertThat(reranker.info().maxLength()).isEqualTo(96);
    assertThat(reranker.info().weightBytes()).isBetween(400_000L, 462_540L);
  }

  @Test
  void countsTokensAndCutDocuments() {
    Scores scores = reranker.score(RerankRequest.of("short", List.of("a", LONG, "b", LONG)));

    assertThat(scores.truncatedDocuments()).isEqualTo(2);
    assertThat(scores.promptTokens()).isBetween(2 * 96L, 2 * 96L + 40);
  }

  @Test
  void cutsPairsToTheLimitOfTheRequest() {
    var limits = new LengthLimits(20, Integer.MAX_VALUE, false);

    Scores scores = reranker.score(request(limits, Duration.ofMinutes(1), LONG));

    assertThat(scores.promptTokens()).isEqualTo(20);
  }

  @Test
  void countsTheTokensOfEveryWindow() {
    var limits = new LengthLimits(20, Integer.MAX_VALUE, false).withWindows(5);

    Scores scores = reranker.score(request(limits, Duration.ofMinutes(1), LONG, "a"));

    assertThat(scores.size()).isEqualTo(2);
    assertThat(scores.promptTokens()).isBetween(5 * 16L, 5 * 20L + 10);
    assertThat(scores.truncatedDocuments()).isEqualTo(1);
  }

  @Test
  void tellsWhatItReadIfItIsAsked() {
    var request = RerankRequest.of("q", List.of("a b", LONG));

    assertThat(reranker.score(request).readings()).isEmpty();
    assertThat(reranker.score(request.withReadings()).readings())
        .satisfiesExactly(
            whole ->
                assertThat(whole).isEqualTo(new Reading(false, Optional.of(new Stretch(0, 3)))),
            cut -> {
              assertThat(cut.truncated()).isTrue();
              assertThat(cut.best().orElseThrow().start()).isZero();
              assertThat(cut.best().orElseThrow().end()).isBetween(100, LONG.length() / 2);
            });
  }

  @Test
  void theWindowThatItReadScoresTheSameAlone() {
    String document = "nothing at all ".repeat(20) + "A city in France. " + "and so on ".repeat(20);
    var limits = new LengthLimits(40, Integer.MAX_VALUE, false).withWindows(50);
    Scores scores = reranker.score(request(limits, Duration.ofMinutes(1), document).withReadings());
    Stretch best = scores.readings().getFirst().best().orElseThrow();

    String window = document.substring(best.start(), best.end());

    assertThat(window.length()).isBetween(50, 250);
    assertThat(reranker.score(request(limits, Duration.ofMinutes(1), window)).logit(0))
        .isCloseTo(scores.logit(0), within(1e-5f));
  }

  @Test
  void refusesToCutWhereItMustNot() {
    var limits = new LengthLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, true);

    assertThatThrownBy(() -> reranker.score(request(limits, Duration.ofMinutes(1), "a", LONG)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("documents[1] does not fit");
  }

  @Test
  void tellsWhereTheTimeWent() {
    Scores.Timing timing = reranker.score(RerankRequest.of("q", List.of("a", "b"))).timing();

    assertThat(List.of(timing.tokenize(), timing.queue(), timing.compute()))
        .allMatch(duration -> !duration.isNegative());
    assertThat(timing.tokenize()).isPositive();
    assertThat(timing.compute()).isPositive();
  }

  @Test
  void givesUpWhenTheDeadlinePasses() {
    assertThatThrownBy(() -> reranker.score(request(LengthLimits.NONE, Duration.ZERO, "a")))
        .isInstanceOf(DeadlineExceeded.class);
  }

  @Test
  void givesUpWhenTheCallerIsInterrupted() throws Exception {
    var caller =
        new FutureTask<>(() -> {
          Thread.currentThread().interrupt();
          return catchThrowable(() -> reranker.rank("q", Collections.nCopies(100, LONG)));
        });
    Thread.startVirtualThread(caller);

    assertThat(caller.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
  }

  @Test
  void isUnavailableWhenClosed() {
    reranker.close();

    assertThatThrownBy(() -> reranker.rank("q", List.of("a")))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("the model is closing");
  }

  @Test
  void closingAnswersEverybodyWhoUsesIt() throws Exception {
    float expected = reranker.score(RerankRequest.of("q", List.of("a"))).logit(0);
    var started = new CountDownLatch(20);
    List<FutureTask<String>> callers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      callers.add(new FutureTask<>(() -> scoreUntilClosed(expected, started)));
      Thread.startVirtualThread(callers.getLast());
    }
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

    reranker.close();

    for (var caller : callers) {
      assertThat(caller.get(10, TimeUnit.SECONDS))
          .isIn("the model is closing", "the model was closed");
    }
  }

  private String scoreUntilClosed(float expected, CountDownLatch started) {
    while (true) {
      try {
        var request = RerankRequest.of("q", Collections.nCopies(50, "a"));
        assertThat(reranker.score(request).logit(49)).isCloseTo(expected, within(1e-4f));
        started.countDown();
      } catch (ModelUnavailable e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  private static RerankRequest request(LengthLimits limits, Duration timeout, String... documents) {
    List<Content> contents = List.of(documents).stream().map(Content::of).toList();
    return new RerankRequest(Content.of("q"), contents, limits, timeout);
  }
}
