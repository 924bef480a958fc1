package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.SpecialTokens;

class SpansTest {

  @Test
  void areWhatTheTokensStandFor() {
    assertThat(spans("bert", "Panda 🍣 bear's")).containsExactly("Panda", "🍣", "bear", "'", "s");
  }

  @Test
  void keepTheSpacesOfByteLevelTokens() {
    assertThat(String.join("", spans("roberta", "a panda\n and a  bear")))
        .isEqualTo("a panda\n and a  bear");
  }

  @Test
  void ofSeveralTokensForOneCharacterAreEqual() {
    assertThat(spans("roberta", "𐍈")).hasSizeGreaterThan(1).containsOnly("𐍈");
  }

  @Test
  void countUnpairedSurrogatesAsOneCharacter() {
    assertThat(spans("bert", "\uD83D 🍣 bear")).endsWith("🍣", "bear");
  }

  @Test
  void areAsManyAsTheTokensAskedFor() {
    try (Tokenizer tokenizer = open("xlm_roberta")) {
      String text = "the capital of France ".repeat(1000);
      Tokens tokens = tokenizer.encode(text, 20);

      Spans spans = Spans.of(GoldenTexts.tokenizer("xlm_roberta"), SpecialTokens.PARSE, tokens);

      assertThat(spans.size()).isEqualTo(20);
      assertThat(text.substring(0, spans.end(19))).startsWith("the capital of France the");
    }
  }

  private static List<String> spans(String model, String text) {
    try (Tokenizer tokenizer = open(model)) {
      Spans spans =
          Spans.of(GoldenTexts.tokenizer(model), SpecialTokens.PARSE, tokenizer.encode(text));
      List<String> parts = new ArrayList<>();
      for (int token = 0; token < spans.size(); token++) {
        parts.add(text.substring(spans.start(token), spans.end(token)));
      }
      return parts;
    }
  }

  private static Tokenizer open(String model) {
    return Tokenizer.load(GoldenTexts.tokenizer(model), SpecialTokens.PARSE);
  }
}
