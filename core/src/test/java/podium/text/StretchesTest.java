package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import podium.LengthLimits;
import podium.LengthLimits.Cut;
import podium.SpecialTokens;
import podium.Stretch;
import podium.tensor.Encoding;
import podium.text.SequenceEncoder.Joiner;

/// Which parts of a long document its windows have.
class StretchesTest {

  private static final String QUERY = "which is the largest city?";
  private static final int ALL = Integer.MAX_VALUE;
  private static final String DOCUMENT =
      "  🙂 "
          + IntStream.range(0, 40)
              .mapToObj("The %d. largest city 🏙 (of all) isn't on it, is it? "::formatted)
              .collect(Collectors.joining());

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void ofPairsHaveTheTokensOfTheirWindowsAlone(String model) {
    var limits = new LengthLimits(60, ALL, false).withWindows(100);
    try (PairEncoder encoder = pairs(model)) {
      Joiner query = encoder.query(QUERY, Optional.empty(), limits);
      List<String> texts = texts(query);
      List<Encoding> windows = query.windows(DOCUMENT, 0);

      assertThat(texts).hasSameSizeAs(windows).hasSizeGreaterThan(2);
      for (int i = 0; i < windows.size(); i++) {
        assertThat(query.windows(texts.get(i), 0).getFirst().ids())
            .as(texts.get(i))
            .isEqualTo(windows.get(i).ids());
      }
    }
  }

  /// The first token of a document is another one inside a prompt, so that stretches are not what
  /// their windows have alone.
  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#PROMPTED")
  void ofPromptsEndWhereTheirWindowsEnd(String model) {
    var limits = new LengthLimits(140, ALL, false).withWindows(100);
    try (PromptEncoder encoder = prompts(model)) {
      Joiner query = encoder.query("city", Optional.empty(), limits);
      List<String> texts = texts(query);
      List<Encoding> windows = query.windows(DOCUMENT, 0);
      Joiner whole = encoder.query("city", Optional.empty(), LengthLimits.NONE);
      int parts = windows.stream().mapToInt(Encoding::length).sum();
      int end = (parts - whole.windows(DOCUMENT, 0).getFirst().length()) / (windows.size() - 1);

      assertThat(texts).hasSameSizeAs(windows).hasSizeGreaterThan(2);
      for (int i = 1; i < windows.size(); i++) {
        String read = String.join("", texts.subList(0, i));
        int tokens = windows.stream().limit(i).mapToInt(window -> window.length() - end).sum();
        assertThat(whole.windows(read, 0).getFirst().length()).as(read).isEqualTo(tokens + end);
      }
    }
  }

  /// The texts of all stretches, which together are the document.
  private static List<String> texts(Joiner query) {
    List<Stretch> stretches = query.stretches(DOCUMENT);
    List<String> texts = new ArrayList<>();
    int end = 0;
    for (Stretch stretch : stretches) {
      assertThat(DOCUMENT.substring(end, stretch.start())).isBlank();
      texts.add(DOCUMENT.substring(end, stretch.end()));
      end = stretch.end();
    }
    assertThat(end).isEqualTo(DOCUMENT.length());
    return texts;
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void ofACutDocumentIsItsBeginning(String model) {
    var limits = new LengthLimits(40, ALL, false);
    try (PairEncoder encoder = pairs(model)) {
      Joiner query = encoder.query(QUERY, Optional.empty(), limits);

      Stretch read = query.stretches(DOCUMENT).getFirst();

      assertThat(read.start()).isZero();
      assertThat(read.end()).isBetween(10, 160);
      assertThat(query.windows(DOCUMENT.substring(0, read.end()), 0).getFirst().ids())
          .isEqualTo(query.windows(DOCUMENT, 0).getFirst().ids());
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void ofADocumentThatIsCutAtItsStartIsItsEnd(String model) {
    var limits = new LengthLimits(40, ALL, false, Cut.START);
    try (PairEncoder encoder = pairs(model)) {
      Joiner query = encoder.query(QUERY, Optional.empty(), limits);

      Stretch read = query.stretches(DOCUMENT).getFirst();

      assertThat(read.end()).isEqualTo(DOCUMENT.length());
      assertThat(read.end() - read.start()).isBetween(10, 160);
      assertThat(query.windows(DOCUMENT.substring(read.start()), 0).getFirst().ids())
          .isEqualTo(query.windows(DOCUMENT, 0).getFirst().ids());
    }
  }

  @Test
  void ofADocumentWithoutTokensIsAllOfIt() {
    try (PairEncoder encoder = pairs("bert")) {
      Joiner query = encoder.query(QUERY, Optional.empty(), LengthLimits.NONE);

      assertThat(query.stretches("")).containsExactly(new Stretch(0, 0));
      assertThat(query.stretches("  ")).containsExactly(new Stretch(0, 2));
    }
  }

  private static PairEncoder pairs(String model) {
    return PairEncoder.load(
        GoldenTexts.tokenizer(model), SpecialTokens.TEXT, GoldenTexts.maxLength(model), 1_000_000);
  }

  private static PromptEncoder prompts(String model) {
    return PromptEncoder.load(
        GoldenTexts.tokenizer(model),
        SpecialTokens.TEXT,
        GoldenTexts.prompt(model),
        10_000,
        1_000_000);
  }
}
