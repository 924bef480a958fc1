package podium.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.SpecialTokens;

class TokenizerTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void acceptsEveryString(String model) {
    List<String> strings =
        List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\uD800",
            "\uDC00\uD800",
            "\uFFFF\uFFFE\uFDD0",
            "👩‍👩‍👧‍👦🇫🇷",
            "e\u0301\u0302\u0303",
            "中文。日本語、한국어",
            "\u202E\u200D\uFEFF\u0007",
            Character.toString(Character.MAX_CODE_POINT));
    try (Tokenizer tokenizer = open(model)) {
      assertThat(strings)
          .allSatisfy(string -> assertThat(tokenizer.encode(string).complete()).isTrue());
      assertThat(tokenizer.encode("").size()).isZero();
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void readsUnpairedSurrogatesAsReplacementCharacters(String model) {
    try (Tokenizer tokenizer = open(model)) {
      assertThat(tokenizer.encode("a\uD83D b \uDE00\uD83D\uDE00\uD83D").ids())
          .isEqualTo(tokenizer.encode("a\uFFFD b \uFFFD😀\uFFFD").ids());
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void theFirstTokensOfALongTextAreThoseOfTheWhole(String model) {
    try (Tokenizer tokenizer = open(model)) {
      for (String separator : List.of("", " ", "\n", "。")) {
        String text = allTexts(model, separator);
        int[] all = tokenizer.encode(text).ids();
        for (int limit : new int[] {0, 1, 2, 7, 50, 333, 1000, all.length - 1}) {
          Tokens first = tokenizer.encode(text, limit);

          assertThat(first.ids()).isEqualTo(Arrays.copyOf(all, limit));
          assertThat(first.complete()).isFalse();
        }
        assertThat(tokenizer.encode(text, all.length).complete()).isTrue();
      }
    }
  }

  @Test
  void ofALongTextOnlyTheBeginningIsRead() {
    try (Tokenizer tokenizer = open("xlm_roberta")) {
      Tokens first = tokenizer.encode("the capital of France ".repeat(100_000), 100);

      assertThat(first.size()).isEqualTo(100);
      assertThat(first.source()).hasSizeLessThan(5_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "x", "\t\n", "\u0301", "中", "👩‍👩‍👧‍👦", "a  "})
  void tenMillionCharactersEndTheReadingAndNothingElse(String part) {
    String text = part.repeat(10_500_000 / part.length());
    try (Tokenizer tokenizer = open("modernbert_cls")) {
      Tokens tokens = tokenizer.encode(text, 100_000_000);

      assertThat(tokens.complete()).isFalse();
      assertThat(tokens.source().length()).isBetween(500_000, Tokenizer.MAX_CHARACTERS);
      assertThat(tokenizer.encode("the capital").size()).isPositive();
    }
  }

  @Test
  void ignoresCuttingAndPaddingOfTheFile() {
    Path file =
        EditedTokenizer.of(
            folder,
            "bert",
            root -> {
              root.putObject("truncation")
                  .put("direction", "Right")
                  .put("max_length", 4)
                  .put("strategy", "LongestFirst")
                  .put("stride", 0);
              root.putObject("padding")
                  .put("direction", "Right")
                  .put("pad_id", 0)
                  .put("pad_type_id", 0)
                  .put("pad_token", "[PAD]")
                  .putObject("strategy")
                  .put("Fixed", 64);
            });
    try (Tokenizer edited = Tokenizer.load(file, SpecialTokens.PARSE);
        Tokenizer plain = open("bert")) {
      String text = allTexts("bert", " ");

      assertThat(edited.encode(text).ids()).isEqualTo(plain.encode(text).ids());
      assertThat(edited.encode("bear").ids()).isEqualTo(plain.encode("bear").ids());
    }
  }

  @Test
  void readsOldFormatsOfBpe() {
    Path file =
        EditedTokenizer.of(
            folder,
            "roberta",
            root -> {
              var model = (ObjectNode) root.path("model");
              var merges = (ArrayNode) model.path("merges");
              List<String> old = new ArrayList<>();
              for (JsonNode merge : merges) {
                old.add(merge.path(0).textValue() + " " + merge.path(1).textValue());
              }
              merges.removeAll();
              old.forEach(merges::add);
              model.remove("type");
            });
    for (SpecialTokens mode : SpecialTokens.values()) {
      try (Tokenizer old = Tokenizer.load(file, mode);
          Tokenizer today = Tokenizer.load(GoldenTexts.tokenizer("roberta"), mode)) {
        String text = allTexts("roberta", " ");

        assertThat(old.encode(text).ids()).isEqualTo(today.encode(text).ids());
      }
    }
  }

  @Test
  void neverDropsMergesAtRandom() {
    Path file =
        EditedTokenizer.of(
            folder, "roberta", root -> ((ObjectNode) root.path("model")).put("dropout", 0.9));
    try (Tokenizer dropping = Tokenizer.load(file, SpecialTokens.TEXT);
        Tokenizer plain = open("roberta")) {
      String text = "the capital of France is the largest city in the country";

      assertThat(dropping.encode(text).ids()).isEqualTo(plain.encode(text).ids());
    }
  }

  @Test
  void knowsTheEndOfAWord() {
    try (Tokenizer tokenizer = open("bert")) {
      String text = "xylophonists xylophonists";
      int word = tokenizer.encode("xylophonists").size();

      assertThat(word).isGreaterThan(2);
      assertThat(tokenizer.wordEnd(text, 1)).isEqualTo(word);
      assertThat(tokenizer.wordEnd(text, word)).isEqualTo(word);
      assertThat(tokenizer.wordEnd(text, word + 1)).isEqualTo(2 * word);
      assertThat(tokenizer.wordEnd(text, 2 * word + 1)).isEqualTo(2 * word);
    }
  }

  @Test
  void knowsTheEndOfAWordThatHasBoundaries() {
    try (Tokenizer tokenizer = open("xlm_roberta")) {
      String word = "中国的首都是北京。".repeat(100);
      int end = tokenizer.encode(word).size();

      assertThat(tokenizer.wordEnd(word + " " + word, 10)).isEqualTo(end);
    }
  }

  @Test
  void mayBeClosedTwiceAndThenNoLongerUsed() {
    Tokenizer tokenizer = open("bert");

    tokenizer.close();
    tokenizer.close();

    assertThatThrownBy(() -> tokenizer.encode("a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingWhileOthersEncodeIsSafe() throws Exception {
    Tokenizer tokenizer = open("bert");
    String text = allTexts("bert", " ");
    Callable<Boolean> untilClosed =
        () -> {
          while (true) {
            try {
              tokenizer.encode(text);
            } catch (IllegalStateException _) {
              return true;
            }
          }
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      var first = threads.submit(untilClosed);
      var second = threads.submit(untilClosed);
      var closer = threads.submit(tokenizer::close);

      closer.get(30, TimeUnit.SECONDS);
      assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Tokenizer open(String model) {
    return Tokenizer.load(GoldenTexts.tokenizer(model), SpecialTokens.PARSE);
  }

  private static String allTexts(String model, String separator) {
    return GoldenTexts.pairs(model)
        .map(pair -> pair.query() + separator + pair.document())
        .collect(Collectors.joining(separator));
  }
}
