package podium.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;
import podium.tensor.Encoding;
import podium.tensor.Prefix;
import podium.text.GoldenTexts.Pair;
import podium.text.SequenceEncoder.Joiner;

/// The token ids of all goldens, exactly, and what their files do not say.
class PromptEncoderTest {

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /// Tokens of Qwen3's prompt around its body.
  private static final int START = 61;

  private static final int END = 13;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#PROMPTED")
  void promptsAreThoseOfTheReference(String model) {
    try (PromptEncoder encoder = open(model, SpecialTokens.PARSE)) {
      assertThat(GoldenTexts.pairs(model))
          .hasSizeGreaterThan(19)
          .allSatisfy(pair -> check(encoder, pair));
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#PROMPTED")
  void withoutSpecialTokensInTextsItMakesNoDifferenceWhatTheyMean(String model) {
    try (PromptEncoder encoder = open(model, SpecialTokens.TEXT)) {
      assertThat(GoldenTexts.pairs(model).filter(pair -> !pair.name().equals("special_tokens")))
          .hasSizeGreaterThan(18)
          .allSatisfy(pair -> check(encoder, pair));
    }
  }

  @Test
  void specialTokensInTextsAreCharactersUnlessAskedFor() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      assertThat(GoldenTexts.literalPairs("qwen3"))
          .hasSizeGreaterThan(2)
          .allSatisfy(pair -> check(encoder, pair));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3", "qwen2"})
  void onlyTheDocumentAndTheEndAreNotShared(String model) {
    try (PromptEncoder encoder = open(model, SpecialTokens.TEXT)) {
      Joiner joiner = encoder.query("what is it?", Optional.empty(), LengthLimits.NONE);
      Encoding one = joiner.windows("a city", 0).getFirst();
      Encoding other = joiner.windows("", 1).getFirst();

      assertThat(one.prefix()).isPresent().isEqualTo(other.prefix());
      assertThat(one.length()).isGreaterThan(other.length());
      assertThat(other.length()).isLessThanOrEqualTo(end(model) + 1); // a space
    }
  }

  @Test
  void windowsOfALongDocumentAreRunsOfItsTokens() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      String document = "the capital of France is a large city ".repeat(15);
      LengthLimits whole = new LengthLimits(NO_LIMIT, NO_LIMIT, true);
      int[] all =
          encoder.query("city", Optional.empty(), whole).windows(document, 0).getFirst().ids();
      LengthLimits small = new LengthLimits(150, NO_LIMIT, true).withWindows(20);

      List<Encoding> windows = encoder.query("city", Optional.empty(), small).windows(document, 0);

      assertThat(windows)
          .hasSizeBetween(2, 20)
          .allSatisfy(w -> assertThat(w.truncated()).isFalse());
      assertThat(
              windows.stream()
                  .flatMapToInt(w -> Arrays.stream(w.ids()).limit(w.ids().length - END)))
          .containsExactlyElementsOf(Arrays.stream(all).limit(all.length - END).boxed().toList());
    }
  }

  @Test
  void textsAreNotCutAtTheirStart() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      LengthLimits start = new LengthLimits(NO_LIMIT, NO_LIMIT, false, LengthLimits.Cut.START);
      assertThatThrownBy(() -> encoder.query("city", Optional.empty(), start))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("truncation_direction");
    }
  }

  private static int end(String model) {
    return model.equals("qwen3") ? END : 107;
  }

  @Test
  void aTokenizerThatMayJoinTheDocumentToItsLeadSharesLess() {
    Path file =
        EditedTokenizer.of(
            folder,
            "qwen3",
            root ->
                ((ObjectNode) root.at("/pre_tokenizer/pretokenizers/0"))
                    .put("behavior", "MergedWithNext"));
    try (PromptEncoder encoder =
        PromptEncoder.load(file, SpecialTokens.TEXT, PromptTemplate.QWEN3_RERANKER, 320, 1000)) {
      Encoding encoding =
          encoder
              .query("what is it?", Optional.empty(), LengthLimits.NONE)
              .windows("a city", 0)
              .getFirst();

      assertThat(encoding.prefix().orElseThrow().length()).isEqualTo(START);
    }
  }

  @Test
  void aBlankInstructionIsNone() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      assertThat(prefix(encoder, Optional.of(" ")).ids())
          .isEqualTo(prefix(encoder, Optional.empty()).ids());
      assertThat(prefix(encoder, Optional.of("find cities")).ids())
          .isNotEqualTo(prefix(encoder, Optional.empty()).ids());
    }
  }

  @Test
  void cutsTheBodyToTheRequestsLimitButNeverAboveTheModels() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      assertThat(encode(encoder, limits(200, NO_LIMIT)).whole().length()).isEqualTo(200);
      assertThat(encode(encoder, limits(2000, NO_LIMIT)).whole().length()).isEqualTo(320);
      assertThat(encode(encoder, limits(2000, NO_LIMIT)).truncated()).isTrue();
    }
  }

  @Test
  void cutsADocumentToItsOwnLimit() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      Encoding encoding = encode(encoder, limits(NO_LIMIT, 10));

      assertThat(encoding.length()).isEqualTo(10 + END);
      assertThat(encoding.truncated()).isTrue();
      assertThat(
              encoder
                  .query("q", Optional.empty(), limits(NO_LIMIT, 10))
                  .windows("7 7 7 7 7", 0)
                  .getFirst()
                  .truncated())
          .isFalse();
    }
  }

  @Test
  void aQueryThatFillsThePromptLeavesTheDocumentOut() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      Encoding encoding =
          encoder
              .query("city ".repeat(400), Optional.empty(), LengthLimits.NONE)
              .windows("x", 0)
              .getFirst();

      assertThat(encoding.length()).isEqualTo(END);
      assertThat(encoding.whole().length()).isEqualTo(320);
      assertThat(encoding.truncated()).isTrue();
    }
  }

  @Test
  void refusesADocumentThatDoesNotFitWhenCuttingIsNotAllowed() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      Joiner joiner = encoder.query("q", Optional.empty(), new LengthLimits(200, NO_LIMIT, true));

      assertThat(joiner.windows("7".repeat(10), 6).getFirst().truncated()).isFalse();
      assertThatThrownBy(() -> joiner.windows("7".repeat(1000), 7).getFirst())
          .isInstanceOf(InvalidRequest.class)
          .hasMessageMatching(
              "documents\\[7] does not fit: it has 1001 tokens, but behind the query max_length leaves room for \\d+");
    }
  }

  @Test
  void aDocumentsOwnLimitIsNoReasonToRefuse() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      Joiner joiner = encoder.query("q", Optional.empty(), new LengthLimits(200, 12, true));

      assertThat(joiner.windows("7".repeat(1000), 0).getFirst().length()).isEqualTo(12 + END);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen3", "qwen2", "gemma"})
  void refusesAQueryThatDoesNotFitWhenCuttingIsNotAllowed(String model) {
    try (PromptEncoder encoder = open(model, SpecialTokens.TEXT)) {
      Joiner joiner =
          encoder.query(
              "7 ".repeat(500), Optional.empty(), new LengthLimits(NO_LIMIT, NO_LIMIT, true));

      assertThatThrownBy(() -> joiner.windows("x", 3).getFirst())
          .isInstanceOf(InvalidRequest.class)
          .hasMessage(
              "documents[3] does not fit: the query alone is longer than max_length allows");
    }
  }

  @Test
  void refusesALimitWithoutRoomForText() {
    try (PromptEncoder encoder = open("qwen3", SpecialTokens.TEXT)) {
      int least = START + END + 2;

      assertThat(encode(encoder, limits(least, NO_LIMIT)).whole().length()).isEqualTo(least);
      assertThatThrownBy(() -> encode(encoder, limits(least - 1, NO_LIMIT)))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage(
              "max_length must be at least %d for this model, but is %d"
                  .formatted(least, least - 1));
    }
  }

  @Test
  void refusesAModelWithoutRoomForText() {
    assertThatThrownBy(() -> open("qwen3", SpecialTokens.TEXT, START + END + 1, 1000))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage(
            "the model takes %d tokens, but its prompt needs at least %d"
                .formatted(START + END + 1, START + END + 2));
  }

  @Test
  void refusesIdsThatTheModelHasNoEmbeddingsFor() {
    assertThatThrownBy(() -> open("qwen3", SpecialTokens.TEXT, 320, 925))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("tokenizer.json has the token id 925, but the model has only 925 embeddings");
  }

  private static Encoding encode(PromptEncoder encoder, LengthLimits limits) {
    return encoder
        .query("what is it?", Optional.empty(), limits)
        .windows("city ".repeat(500), 0)
        .getFirst();
  }

  private static Prefix prefix(PromptEncoder encoder, Optional<String> instruction) {
    return encoder
        .query("what is it?", instruction, LengthLimits.NONE)
        .windows("", 0)
        .getFirst()
        .prefix()
        .orElseThrow();
  }

  private static LengthLimits limits(int pair, int document) {
    return new LengthLimits(pair, document, false);
  }

  private static PromptEncoder open(String model, SpecialTokens mode) {
    return open(model, mode, GoldenTexts.maxLength(model), 1_000_000);
  }

  private static PromptEncoder open(
      String model, SpecialTokens mode, int maxLength, int embeddings) {
    return PromptEncoder.load(
        GoldenTexts.tokenizer(model), mode, GoldenTexts.prompt(model), maxLength, embeddings);
  }

  private static void check(PromptEncoder encoder, Pair pair) {
    Encoding encoding =
        encoder
            .query(pair.query(), pair.instruction(), LengthLimits.NONE)
            .windows(pair.document(), 0)
            .getFirst();

    assertThat(encoding.whole().ids()).as(pair.name()).isEqualTo(pair.ids());
    assertThat(encoding.truncated() || !pair.truncated()).as(pair.name()).isTrue();
  }
}
