package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import podium.SpecialTokens;

/// Our segmentation is the tokenizers library's, on words, white space, added tokens and what no
/// vocabulary has.
class UnigramTokenizerTest {

  static final List<String> UNIGRAM =
      GoldenTexts.MODELS.stream()
          .filter(model -> TokenizerJson.read(GoldenTexts.tokenizer(model)).vocabulary().isArray())
          .toList();

  private static final List<String> BRICKS =
      List.of(
          "a",
          "e",
          "s",
          "t",
          "i",
          "n",
          "the",
          "ing",
          "Paris",
          "capital",
          " ",
          " ",
          " ",
          "  ",
          "\n",
          "\t",
          "▁",
          ".",
          ",",
          "。",
          "、",
          "1",
          "0",
          "ä",
          "é",
          "e\u0301",
          "中",
          "国",
          "ア",
          "ｱ",
          "한",
          "Ω",
          "ﬁ",
          "\u1242B",
          "👩‍👩‍👧‍👦",
          "\uD800",
          "\0",
          "\u00AD",
          "\u200B",
          "</s>",
          "<mask>",
          "<unk>",
          "<s> ",
          "<0x41>",
          "क्षि",
          "ا",
          "\uFFFD");

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("UNIGRAM")
  void tokensAreThoseOfTheLibrary(String model) {
    TokenizerJson json = TokenizerJson.read(GoldenTexts.tokenizer(model));
    for (SpecialTokens mode : SpecialTokens.values()) {
      ObjectNode encoding = json.forEncoding(mode);
      try (TokenSource library = NativeTokenizer.of(encoding.toString());
          TokenSource ours = UnigramTokenizer.of(encoding).orElseThrow()) {
        Stream.concat(GoldenTexts.pairs(model).map(p -> p.document()), randomTexts(3000))
            .forEach(text -> assertSame(ours, library, text));
      }
    }
  }

  private static Stream<String> randomTexts(int count) {
    Random random = new Random(5);
    return Stream.generate(() ->
            random
                .ints(random.nextInt(24), 0, BRICKS.size())
                .mapToObj(BRICKS::get)
                .collect(Collectors.joining()))
        .limit(count);
  }

  private static void assertSame(TokenSource ours, TokenSource library, String text) {
    assertThat(ours.ids(text)).as(text).isEqualTo(library.ids(text));
    assertThat(ours.words(text)).as(text).isEqualTo(library.words(text));
    assertThat(spans(ours, text)).as(text).isEqualTo(spans(library, text));
  }

  private static List<String> spans(TokenSource source, String text) {
    return Arrays.stream(source.spans(text))
        .map(span -> "%d-%d".formatted(span.getStart(), span.getEnd()))
        .toList();
  }

  @Test
  void addedTokensThatTheVocabularyLacksComeBehindIt() {
    Path file =
        EditedTokenizer.of(
            folder,
            "xlm_roberta",
            root -> {
              for (String name : List.of("<one>", "<two>")) {
                root.withArray("added_tokens")
                    .addObject()
                    .put("id", 9000)
                    .put("content", name)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", false);
              }
            });
    ObjectNode encoding = TokenizerJson.read(file).forEncoding(SpecialTokens.TEXT);
    try (TokenSource library = NativeTokenizer.of(encoding.toString());
        TokenSource ours = UnigramTokenizer.of(encoding).orElseThrow()) {
      assertSame(ours, library, "the<two> capital<one><one>");
      assertThat(ours.ids("<two>")).isNotEmpty();
    }
  }

  @Test
  void whatOurModelDoesNotKnowIsLeftToTheLibrary() {
    TokenizerJson json = TokenizerJson.read(GoldenTexts.tokenizer("xlm_roberta"));
    ObjectNode withBytes = json.forEncoding(SpecialTokens.PARSE);
    withBytes.set("model", TokenizerJson.shallowCopy(json.model()).put("byte_fallback", true));

    assertThat(UnigramTokenizer.of(withBytes)).isEmpty();
    assertThat(
            UnigramTokenizer.of(
                TokenizerJson.read(GoldenTexts.tokenizer("bert")).forEncoding(SpecialTokens.TEXT)))
        .isEmpty();
  }
}
