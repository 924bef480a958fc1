package podium.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;
import podium.tensor.Encoding;
import podium.tensor.GreyGrid;
import podium.tensor.Picture;
import podium.tensor.PlacedPicture;

class VisualPromptEncoderTest {

  private static final int NO_LIMIT = Integer.MAX_VALUE;
  private static final int START = 61;
  private static final int PAD = 912;
  private static final int MAX_LENGTH = 320;

  private static final Picture PICTURE = GreyGrid.picture(4, 6, 0);

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> promptsAreThoseOfTheReference() {
    return GoldenTexts.read("qwen3_vl")
        .path("cases")
        .valueStream()
        .map(node -> DynamicTest.dynamicTest(node.path("name").asText(), () -> check(node)));
  }

  private static void check(JsonNode golden) {
    List<Picture> pictures = new ArrayList<>();
    for (JsonNode grid : golden.path("image_grid_thw")) {
      pictures.add(GreyGrid.picture(grid.get(1).intValue(), grid.get(2).intValue(), 0));
    }
    Iterator<Picture> next = pictures.iterator();
    Passage query = passage(golden.path("query"), next);
    Passage document = passage(golden.path("document"), next);
    var instruction = Optional.ofNullable(golden.path("instruction").textValue());
    for (SpecialTokens mode : modes(golden)) {
      try (VisualPromptEncoder encoder = open(mode)) {
        Encoding encoding =
            encoder
                .query(query, instruction, LengthLimits.NONE)
                .windows(document, 0)
                .getFirst()
                .whole();

        assertThat(encoding.ids())
            .isEqualTo(
                golden.path("input_ids").valueStream().mapToInt(JsonNode::intValue).toArray());
        assertThat(encoding.truncated()).isEqualTo(golden.path("truncated").asBoolean());
        assertThat(encoding.pictures()).extracting(PlacedPicture::picture).isEqualTo(pictures);
        assertThat(encoding.pictures())
            .allSatisfy(placed -> assertThat(tokensOf(placed, encoding)).containsOnly(PAD));
      }
    }
  }

  /// Without special tokens in texts it makes no difference what they mean.
  private static List<SpecialTokens> modes(JsonNode golden) {
    return golden.path("name").asText().equals("special_tokens")
        ? List.of(SpecialTokens.PARSE)
        : List.of(SpecialTokens.values());
  }

  private static Passage passage(JsonNode item, Iterator<Picture> pictures) {
    JsonNode files = item.path("image");
    int count = files.isArray() ? files.size() : files.isTextual() ? 1 : 0;
    List<Picture> shown = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shown.add(pictures.next());
    }
    return new Passage(shown, Optional.ofNullable(item.path("text").textValue()));
  }

  private static int[] tokensOf(PlacedPicture placed, Encoding encoding) {
    return Arrays.copyOfRange(encoding.ids(), placed.at(), placed.at() + placed.picture().tokens());
  }

  @Test
  void specialTokensInTextsAreCharactersUnlessAskedFor() {
    String typed = "<|im_end|><|vision_start|><|image_pad|><|vision_end|>";
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      assertThat(encoder.query("q", Optional.empty(), LengthLimits.NONE).windows(typed, 0))
          .first()
          .satisfies(encoding -> {
            assertThat(encoding.ids()).doesNotContain(PAD);
            assertThat(encoding.length()).isGreaterThan(typed.length() / 2);
          });
    }
  }

  @Test
  void theQueryAndItsPicturesAreSharedAndTheDocumentsAreNot() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      Passage query = new Passage(List.of(PICTURE), Optional.of("what is it?"));
      VisualPrompt prompt = encoder.query(query, Optional.empty(), LengthLimits.NONE);
      Encoding text = prompt.windows("a city", 0).getFirst();
      Encoding picture =
          prompt.windows(new Passage(List.of(PICTURE), Optional.empty()), 1).getFirst();

      assertThat(text.prefix()).isPresent().isEqualTo(picture.prefix());
      assertThat(text.prefix().orElseThrow().pictures()).hasSize(1);
      assertThat(text.pictures()).isEmpty();
      assertThat(picture.pictures()).extracting(PlacedPicture::picture).containsExactly(PICTURE);
      assertThat(text.length()).isLessThan(20);
    }
  }

  /// The sign before a document may become one token with what the document begins with.
  @Test
  void aDocumentThatBeginsWithASignIsEncodedAsInOneText() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT);
        Tokenizer tokenizer =
            Tokenizer.load(GoldenTexts.tokenizer("qwen3_vl"), SpecialTokens.TEXT)) {
      VisualPrompt prompt = encoder.query("q?", Optional.empty(), LengthLimits.NONE);
      for (String document : List.of(":) yes", "\n\nyes", "...", ">", "\u0338", "  ", "a>b")) {
        int[] body =
            tokenizer
                .encode(
                    "<Instruct>: Given a search query, retrieve relevant candidates that answer the query.<Query>:q?\n<Document>:"
                        + document)
                .ids();
        int[] ids = prompt.windows(document, 0).getFirst().whole().ids();

        assertThat(Arrays.copyOfRange(ids, START, START + body.length))
            .as(document)
            .isEqualTo(body);
      }
    }
  }

  @Test
  void aTokenizerInWhichATokenReachesAcrossTheTagSharesLess() {
    Path file =
        EditedTokenizer.of(
            folder,
            "qwen3_vl",
            root ->
                ((ArrayNode) root.path("added_tokens"))
                    .addObject()
                    .put("id", 926)
                    .put("content", "Document>")
                    .put("special", false)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false));
    try (VisualPromptEncoder encoder =
        VisualPromptEncoder.load(file, SpecialTokens.TEXT, MAX_LENGTH, 1000)) {
      Encoding encoding =
          encoder.query("city", Optional.empty(), LengthLimits.NONE).windows("x", 0).getFirst();

      assertThat(encoding.whole().ids()).contains(926);
      assertThat(encoding.ids()).contains(926);
    }
  }

  @Test
  void specialTokensStayWhereATextIsCut() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.PARSE)) {
      String text = "city ".repeat(400) + "<|im_end|>";
      Encoding cut =
          encoder
              .query("q", Optional.empty(), LengthLimits.NONE)
              .windows(text, 0)
              .getFirst()
              .whole();

      assertThat(cut.length()).isEqualTo(MAX_LENGTH + 5);
      assertThat(Arrays.stream(cut.ids()).filter(id -> id == 902)).hasSize(3);
      assertThat(cut.truncated()).isTrue();
    }
  }

  @Test
  void cutsToTheRequestsLimitButNeverAboveTheModels() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      assertThat(city(encoder, limits(200, NO_LIMIT)).whole().length()).isEqualTo(205);
      assertThat(city(encoder, limits(2000, NO_LIMIT)).whole().length()).isEqualTo(MAX_LENGTH + 5);
    }
  }

  @Test
  void cutsADocumentsTextToItsOwnLimitAndNotItsPictures() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      VisualPrompt prompt = encoder.query("q", Optional.empty(), limits(NO_LIMIT, 3));
      Passage seven = new Passage(List.of(PICTURE), Optional.of("7 7 7 7 7"));
      Passage none = new Passage(List.of(PICTURE), Optional.of(""));
      Encoding cut = prompt.windows(seven, 0).getFirst();

      assertThat(cut.length()).isEqualTo(prompt.windows(none, 0).getFirst().length() + 3);
      assertThat(cut.truncated()).isTrue();
    }
  }

  @Test
  void aDocumentWhosePicturesNeedTheRoomOfTheQueryHasNoPrefix() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      VisualPrompt prompt = encoder.query("city ".repeat(50), Optional.empty(), LengthLimits.NONE);
      Picture large = GreyGrid.picture(30, 32, 0);
      Encoding cut = prompt.windows(new Passage(List.of(large), Optional.of("x")), 0).getFirst();

      assertThat(cut.prefix()).isEmpty();
      assertThat(cut.length()).isEqualTo(MAX_LENGTH + 5);
      assertThat(cut.pictures()).hasSize(1);
      assertThat(tokensOf(cut.pictures().getFirst(), cut)).containsOnly(PAD);
      assertThat(cut.truncated()).isTrue();
    }
  }

  @Test
  void refusesPicturesThatDoNotFit() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      VisualPrompt prompt = encoder.query("q", Optional.empty(), LengthLimits.NONE);
      Passage large = new Passage(List.of(GreyGrid.picture(40, 40, 0)), Optional.empty());

      assertThatThrownBy(() -> prompt.windows(large, 3))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage(
              "documents[3] does not fit: the images and special tokens of query and document take 406 tokens, but at most 320 are possible");
    }
  }

  @Test
  void refusesWhatDoesNotFitWhenCuttingIsNotAllowed() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      VisualPrompt prompt =
          encoder.query("q", Optional.empty(), new LengthLimits(200, NO_LIMIT, true));

      assertThat(prompt.windows("7".repeat(10), 6).getFirst().truncated()).isFalse();
      assertThatThrownBy(() -> prompt.windows("7".repeat(1000), 7))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageStartingWith("documents[7] does not fit: query and document have ");
    }
  }

  @Test
  void windowsOfALongTextAllHaveThePictures() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      LengthLimits small = new LengthLimits(150, NO_LIMIT, true).withWindows(20);
      VisualPrompt prompt = encoder.query("city", Optional.empty(), small);
      String text = "the capital of France is a large city ".repeat(15);

      List<Encoding> windows = prompt.windows(new Passage(List.of(PICTURE), Optional.of(text)), 0);

      assertThat(windows)
          .hasSizeBetween(2, 20)
          .allSatisfy(window -> {
            assertThat(window.truncated()).isFalse();
            assertThat(window.whole().length()).isLessThanOrEqualTo(155);
            assertThat(window.pictures())
                .extracting(PlacedPicture::picture)
                .containsExactly(PICTURE);
          });
      assertThat(prompt.windows(text, 0)).hasSizeBetween(2, 20);
      assertThat(prompt.windows("short", 0)).hasSize(1);
    }
  }

  @Test
  void textsAreNotCutAtTheirStart() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      var start = new LengthLimits(NO_LIMIT, NO_LIMIT, false, LengthLimits.Cut.START);

      assertThatThrownBy(() -> encoder.query("city", Optional.empty(), start))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("truncation_direction");
    }
  }

  @Test
  void refusesALimitWithoutRoomForText() {
    try (VisualPromptEncoder encoder = open(SpecialTokens.TEXT)) {
      assertThat(city(encoder, limits(START + 2, NO_LIMIT)).length()).isEqualTo(START + 7);
      assertThatThrownBy(() -> city(encoder, limits(START + 1, NO_LIMIT)))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage("max_length must be at least 63 for this model, but is 62");
    }
  }

  @Test
  void refusesATokenizerWithoutTokensForPictures() {
    Path file =
        EditedTokenizer.of(
            folder,
            "qwen3_vl",
            root ->
                ((ObjectNode) root.path("added_tokens").path(12)).put("content", "<|other_pad|>"));

    assertThatThrownBy(() -> VisualPromptEncoder.load(file, SpecialTokens.TEXT, MAX_LENGTH, 1000))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage(
            "tokenizer.json lacks one of the tokens <|vision_start|><|image_pad|><|vision_end|>");
  }

  @Test
  void refusesIdsThatTheModelHasNoEmbeddingsFor() {
    assertThatThrownBy(() ->
            VisualPromptEncoder.load(
                GoldenTexts.tokenizer("qwen3_vl"), SpecialTokens.TEXT, MAX_LENGTH, 912))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContaining("but the model has only 912 embeddings");
  }

  private static Encoding city(VisualPromptEncoder encoder, LengthLimits limits) {
    return encoder
        .query("what is it?", Optional.empty(), limits)
        .windows("city ".repeat(500), 0)
        .getFirst();
  }

  private static LengthLimits limits(int pair, int document) {
    return new LengthLimits(pair, document, false);
  }

  private static VisualPromptEncoder open(SpecialTokens mode) {
    return VisualPromptEncoder.load(GoldenTexts.tokenizer("qwen3_vl"), mode, MAX_LENGTH, 1000);
  }
}
