package podium.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.SpecialTokens;
import podium.tensor.Encoding;

/// The prompt of llama-nemotron-rerank equals what the tokenizer makes of the one text that the
/// model card shows, with a tiny tokenizer that splits and frames texts as Llama 3 does.
class NemotronPromptTest {

  private static final Path TOKENIZER =
      Path.of("src/test/resources/formula/models/llama_bidirec/tokenizer.json");

  private static final int BEGIN_OF_TEXT = 926;
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\n",
          "a city",
          " a city ",
          "A city.\n",
          "\tit's\r\n \n the 3rd of 12345",
          "?! (what",
          ":: passage: question:",
          "東京都の人口は。",
          "👩‍👩‍👧‍👦 é",
          "<|begin_of_text|> <|im_end|>",
          "the capital of France is a large city ".repeat(9));

  @ParameterizedTest
  @ValueSource(ints = {NO_LIMIT, 100, 21, 10, 3})
  void isTheOneTextOfTheModelCardCutAtItsEnd(int maxLength) {
    try (PromptEncoder encoder = open(SpecialTokens.TEXT, 8192);
        Tokenizer tokenizer = Tokenizer.load(TOKENIZER, SpecialTokens.TEXT)) {
      for (String query : TEXTS) {
        var joiner =
            encoder.query(query, Optional.empty(), new LengthLimits(maxLength, NO_LIMIT, false));
        for (String document : TEXTS) {
          int[] text =
              tokenizer.encode("question:%s \n \n passage:%s".formatted(query, document)).ids();
          int[] expected = framed(text, maxLength);

          Encoding found = joiner.windows(document, 0).getFirst().whole();

          assertThat(found.ids()).as("'%s', '%s'", query, document).isEqualTo(expected);
          assertThat(found.truncated()).isEqualTo(text.length + 1 > maxLength);
        }
      }
    }
  }

  private static int[] framed(int[] text, int maxLength) {
    int[] ids = new int[Math.min(text.length + 1, maxLength)];
    ids[0] = BEGIN_OF_TEXT;
    System.arraycopy(text, 0, ids, 1, ids.length - 1);
    return ids;
  }

  @Test
  void everyWindowOfALongDocumentIsAPassage() {
    try (PromptEncoder encoder = open(SpecialTokens.TEXT, 8192);
        Tokenizer tokenizer = Tokenizer.load(TOKENIZER, SpecialTokens.TEXT)) {
      String document = TEXTS.getLast();
      var limits = new LengthLimits(45, NO_LIMIT, true).withWindows(20);
      int[] head = framed(tokenizer.encode("question:city \n \n passage:").ids(), NO_LIMIT);

      List<Encoding> windows = encoder.query("city", Optional.empty(), limits).windows(document, 0);

      var joined = new ArrayList<Integer>();
      for (Encoding window : windows) {
        int[] ids = window.whole().ids();
        assertThat(ids).hasSizeLessThanOrEqualTo(45);
        if (!joined.isEmpty()) {
          assertThat(ids).startsWith(head);
        }
        int skipped = joined.isEmpty() ? 0 : head.length;
        Arrays.stream(ids).skip(skipped).forEach(joined::add);
      }
      int[] whole = tokenizer.encode("question:city \n \n passage:" + document).ids();
      assertThat(windows).hasSizeGreaterThan(2);
      assertThat(joined)
          .containsExactlyElementsOf(Arrays.stream(framed(whole, NO_LIMIT)).boxed().toList());
    }
  }

  @Test
  void controlTokensOfTextsAreObeyedOnlyIfAskedFor() {
    try (PromptEncoder text = open(SpecialTokens.TEXT, 8192);
        PromptEncoder parse = open(SpecialTokens.PARSE, 8192)) {
      assertThat(ids(text, "<|im_end|>")).doesNotContain(902);
      assertThat(ids(parse, "<|im_end|>")).contains(902);
    }
  }

  private static int[] ids(PromptEncoder encoder, String document) {
    return encoder
        .query("q", Optional.empty(), LengthLimits.NONE)
        .windows(document, 0)
        .getFirst()
        .whole()
        .ids();
  }

  @Test
  void aLengthWithoutRoomForTextIsRefused() {
    try (PromptEncoder encoder = open(SpecialTokens.TEXT, 8192)) {
      var two = new LengthLimits(2, NO_LIMIT, false);

      assertThatThrownBy(() -> encoder.query("q", Optional.empty(), two))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage("max_length must be at least 3 for this model, but is 2");
    }
  }

  private static PromptEncoder open(SpecialTokens mode, int maxLength) {
    return PromptEncoder.load(TOKENIZER, mode, PromptTemplate.NEMOTRON, maxLength, 1000);
  }
}
