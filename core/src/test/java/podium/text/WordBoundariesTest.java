package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.SpecialTokens;

class WordBoundariesTest {

  /// What has ever troubled a normalizer or a pre-tokenizer.
  private static final List<String> BRICKS =
      List.of(
          "a",
          "Z",
          "é",
          "e\u0301",
          "ß",
          "İ",
          "Σ",
          "ﬁ",
          "½",
          "Å",
          "中",
          "国",
          "の",
          "ｶﾞ",
          "한",
          "ᄒ",
          "ا",
          "ﷺ",
          "\u0600",
          "\u0D4E",
          "क्षि",
          "ำ",
          "😀",
          "👩‍👩‍👧",
          "🇫🇷",
          "\u200D",
          "\u200B",
          "\u00AD",
          "\uFEFF",
          "\u0000",
          "\u0007",
          "\r",
          "\n",
          "\t",
          " ",
          "  ",
          "\u00A0",
          "\u3000",
          "。",
          "、",
          "，",
          ".",
          ",",
          "'s",
          "'",
          "-",
          "(",
          ")",
          "<s>",
          "</s>",
          "[SEP]",
          "<mask>",
          "7",
          "①",
          "_",
          "▁");

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#WITH_BOUNDARIES")
  void whatFollowsHasNoInfluenceOnTheTokensBefore(String model) {
    TokenizerJson json = TokenizerJson.read(GoldenTexts.tokenizer(model));
    WordBoundaries boundaries = WordBoundaries.of(json);
    Random random = new Random(1);
    try (Tokenizer tokenizer = Tokenizer.of(json, SpecialTokens.PARSE)) {
      for (int i = 0; i < 500; i++) {
        String text =
            random.ints(60, 0, BRICKS.size()).mapToObj(BRICKS::get).collect(Collectors.joining());
        checkCuts(tokenizer, boundaries, text);
      }
    }
  }

  private static void checkCuts(Tokenizer tokenizer, WordBoundaries boundaries, String text) {
    int[] whole = tokenizer.encode(text).ids();
    for (int cut = boundaries.last(text, 0, text.length() - 1);
        cut > 0;
        cut = boundaries.last(text, 0, cut - 1)) {
      int[] before = tokenizer.encode(text.substring(0, cut)).ids();
      assertThat(before)
          .as("%s cut at %d", text, cut)
          .isEqualTo(Arrays.copyOf(whole, before.length));
    }
  }

  @Test
  void whatComesBeforeASpaceHasNoInfluenceOnTheTokensBehindInQwens() {
    TokenizerJson json = TokenizerJson.read(GoldenTexts.tokenizer("qwen3"));
    Random random = new Random(2);
    try (Tokenizer tokenizer = Tokenizer.of(json, SpecialTokens.PARSE)) {
      int[] before = tokenizer.encode("<Document>:").ids();
      assertThat(tokenizer.splitsBeforeTheLastOf("<Document>: ")).isTrue();
      for (int i = 0; i < 2000; i++) {
        String text =
            random.ints(4, 0, BRICKS.size()).mapToObj(BRICKS::get).collect(Collectors.joining());
        int[] behind = tokenizer.encode(" " + text).ids();

        assertThat(tokenizer.encode("<Document>: " + text).ids())
            .as(text)
            .startsWith(before)
            .endsWith(behind)
            .hasSize(before.length + behind.length);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#WITH_BOUNDARIES")
  void areFoundInOrdinaryTexts(String model) {
    WordBoundaries boundaries = WordBoundaries.of(TokenizerJson.read(GoldenTexts.tokenizer(model)));

    assertThat(boundaries.last("the quick fox", 0, 12)).isEqualTo(9);
    assertThat(boundaries.last("the quick fox", 0, 8)).isEqualTo(3);
    assertThat(boundaries.last("北京是中国的首都。北京", 0, 10)).isEqualTo(8);
  }

  @Test
  void areLookedForInTheRangeOnly() {
    WordBoundaries boundaries =
        WordBoundaries.of(TokenizerJson.read(GoldenTexts.tokenizer("bert")));

    assertThat(boundaries.last("the quick fox", 3, 8)).isEqualTo(3);
    assertThat(boundaries.last("the quick fox", 9, 12)).isEqualTo(9);
  }

  @Test
  void areNowhereIfAPieceReachesAcross() {
    WordBoundaries boundaries =
        edited(
            "xlm_roberta",
            root -> ((ArrayNode) root.at("/model/vocab")).insertArray(9).add("都。").add(-5.0));

    assertThat(boundaries.last("北京是中国的首都。北京", 0, 10)).isZero();
  }

  @Test
  void areNowhereIfAnAddedTokenReachesAcross() {
    WordBoundaries boundaries =
        edited(
            "bert",
            root ->
                ((ArrayNode) root.path("added_tokens"))
                    .addObject()
                    .put("id", 5000)
                    .put("content", "New York"));

    assertThat(boundaries.last("the quick fox", 0, 12)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Prepend", "Nmt", "Unheard"})
  void areNowhereAfterANormalizerThatMightLookFurther(String type) {
    WordBoundaries boundaries =
        edited("modernbert_cls", root -> root.putObject("normalizer").put("type", type));

    assertThat(boundaries.last("the quick fox", 0, 12)).isZero();
  }

  @Test
  void areNowhereWithoutAWordSplittingPreTokenizer() {
    assertThat(edited("bert", root -> root.putNull("pre_tokenizer")).last("a b c", 0, 4)).isZero();
    assertThat(
            edited(
                    "roberta",
                    root -> ((ObjectNode) root.path("pre_tokenizer")).put("use_regex", false))
                .last("a b c", 0, 4))
        .isZero();
  }

  private WordBoundaries edited(String model, Consumer<ObjectNode> edit) {
    return WordBoundaries.of(TokenizerJson.read(EditedTokenizer.of(folder, model, edit)));
  }
}
