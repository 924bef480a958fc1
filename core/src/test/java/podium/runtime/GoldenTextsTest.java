package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.Content;
import podium.ImagePolicy;
import podium.LengthLimits;
import podium.Precision;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.SpecialTokens;
import podium.engine.ResidentMemory;
import podium.engine.onednn.OneDnnEngine;
import podium.nn.Golden;
import podium.nn.Tolerance;

/// From the texts of a request to the reference's logits, through everything.
class GoldenTextsTest {

  /// Of logits in f32.
  private static final float TOLERANCE = 1e-4f;

  private static final RerankerOptions PARSING =
      RerankerOptions.DEFAULT.withPrecision(Precision.F32).withSpecialTokens(SpecialTokens.PARSE);

  private static final RerankerOptions LITERAL =
      RerankerOptions.DEFAULT.withPrecision(Precision.F32);

  @ParameterizedTest
  @FieldSource("podium.nn.Golden#NAMES")
  void pairsOneByOne(String name) {
    try (Reranker reranker = open(name, PARSING)) {
      for (TextCase pair : TextCase.of(name)) {
        assertScored(pair, reranker);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("podium.nn.Golden#NAMES")
  void pairsOfManyCallersAtOnce(String name) throws Exception {
    List<TextCase> pairs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      pairs.addAll(TextCase.of(name));
    }
    Collections.shuffle(pairs, new Random(4));
    try (Reranker reranker = open(name, PARSING)) {
      List<FutureTask<Scores>> callers = new ArrayList<>();
      for (TextCase pair : pairs) {
        callers.add(new FutureTask<>(() -> score(pair, reranker)));
        Thread.startVirtualThread(callers.getLast());
      }
      for (int i = 0; i < callers.size(); i++) {
        assertScored(pairs.get(i), callers.get(i).get(20, TimeUnit.SECONDS));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"xlm_roberta", "bert", "modernbert_mean", "qwen3"})
  void specialTokensAreTextUnlessParsed(String name) {
    try (Reranker reranker = open(name, LITERAL)) {
      for (TextCase pair : TextCase.literal(name)) {
        assertScored(pair, reranker);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("podium.nn.Golden#NAMES")
  void otherTextsScoreTheSameInBothModes(String name) {
    try (Reranker reranker = open(name, LITERAL)) {
      TextCase.of(name).stream()
          .filter(pair -> !pair.name().equals("special_tokens"))
          .forEach(pair -> assertScored(pair, reranker));
    }
  }

  @ParameterizedTest
  @FieldSource("podium.nn.Golden#NAMES")
  void pairsInBf16(String name) {
    assumeTrue(OneDnnEngine.nativeBf16());
    Golden golden = Golden.of(name);
    List<TextCase> pairs = TextCase.of(name);
    List<String> names = pairs.stream().map(TextCase::name).toList();
    List<Float> logits = new ArrayList<>();
    try (Reranker reranker = open(name, PARSING.withPrecision(Precision.BF16))) {
      for (TextCase pair : pairs) {
        logits.addAll(logits(score(pair, reranker)));
      }
    }

    Tolerance.of(golden, Precision.BF16)
        .check(
            Golden.scores(golden.cases().stream().filter(c -> names.contains(c.name())).toList()),
            logits);
  }

  @Test
  void imagesThatTheOperatorWantsSmaller() {
    int pixels = 6 * 32 * 32;
    RerankerOptions options = LITERAL.withImages(ImagePolicy.DEFAULT.withMaxShownPixels(pixels));
    try (Reranker reranker = open("qwen3_vl", options)) {
      TextCase.scaledDown("qwen3_vl", pixels).forEach(pair -> assertScored(pair, reranker));
    }
  }

  @Test
  void documentsOfOneRequestScoreAsAlone() {
    List<Content> documents = TextCase.of("bert").stream().map(TextCase::document).toList();
    List<Content> many = Collections.nCopies(8, documents).stream().flatMap(List::stream).toList();
    try (Reranker reranker = open("bert", PARSING)) {
      Scores together = reranker.score(request(many));

      for (int i = 0; i < many.size(); i++) {
        Scores alone = reranker.score(request(List.of(many.get(i))));
        assertThat(together.logit(i)).isCloseTo(alone.logit(0), within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @FieldSource("podium.nn.Golden#CAUSAL")
  void documentsBehindASharedPrefixScoreAsAlone(String name) {
    List<Content> documents = TextCase.of(name).stream().map(TextCase::document).toList();
    try (Reranker reranker = open(name, PARSING)) {
      Scores together = reranker.score(request(documents));

      long tokens = 0;
      for (int i = 0; i < documents.size(); i++) {
        Scores alone = reranker.score(request(List.of(documents.get(i))));
        tokens += alone.promptTokens();
        assertThat(together.logit(i)).isCloseTo(alone.logit(0), within(TOLERANCE));
      }
      assertThat(together.promptTokens()).isLessThan(tokens);
    }
  }

  /// A prefix of 300 tokens has 230 kB of keys and values in this model.
  @Test
  void requestsLeaveNoMemoryOfTheirPrefixesBehind() throws IOException {
    assumeTrue(ResidentMemory.isKnown());
    RerankRequest request =
        RerankRequest.of("7".repeat(200), List.of("a city", "a river", "a bridge"));
    try (Reranker reranker = open("qwen3", LITERAL)) {
      score(reranker, request, 800); // until compiled code and arenas are there
      ResidentMemory before = ResidentMemory.now();

      score(reranker, request, 600);

      assertThat(ResidentMemory.now().growthSince(before)).isLessThan(48 << 20);
    }
  }

  private static void score(Reranker reranker, RerankRequest request, int times) {
    for (int i = 0; i < times; i++) {
      reranker.score(request);
    }
  }

  @Test
  void anInstructionChangesTheScoresOfAModelThatTakesOne() {
    RerankRequest plain = RerankRequest.of("what is it?", List.of("a city"));
    RerankRequest wished = plain.withInstruction("find cities");
    try (Reranker qwen = open("qwen3", LITERAL);
        Reranker gemma = open("gemma", LITERAL)) {
      assertThat(qwen.info().takesInstruction()).isTrue();
      assertThat(qwen.score(wished).logit(0)).isNotEqualTo(qwen.score(plain).logit(0));
      assertThat(gemma.info().takesInstruction()).isFalse();
      assertThat(gemma.score(wished).logit(0)).isEqualTo(gemma.score(plain).logit(0));
    }
  }

  private static RerankRequest request(List<Content> documents) {
    return new RerankRequest(
        Content.of("what is it?"), documents, LengthLimits.NONE, RerankRequest.NO_TIMEOUT);
  }

  private static Reranker open(String name, RerankerOptions options) {
    return Reranker.open(Golden.of(name).model(), options);
  }

  private static void assertScored(TextCase pair, Reranker reranker) {
    assertScored(pair, score(pair, reranker));
  }

  private static void assertScored(TextCase pair, Scores scores) {
    assertThat(scores.size()).isEqualTo(pair.documents().size());
    for (int i = 0; i < scores.size(); i++) {
      assertThat(scores.logit(i))
          .as("%s, document %d", pair.name(), i)
          .isCloseTo(pair.logits().get(i), within(TOLERANCE));
    }
    assertThat(scores.promptTokens()).as(pair.name()).isEqualTo(pair.tokens());
  }

  private static List<Float> logits(Scores scores) {
    return IntStream.range(0, scores.size()).mapToObj(scores::logit).toList();
  }

  private static Scores score(TextCase pair, Reranker reranker) {
    return reranker.score(pair.request());
  }
}
