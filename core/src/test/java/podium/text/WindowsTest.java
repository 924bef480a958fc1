package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import podium.LengthLimits;
import podium.SpecialTokens;
import podium.tensor.Encoding;

/// What holds for the windows of long documents with every tokenizer.
class WindowsTest {

  private static final String QUERY = "which is the largest city?";
  private static final int MOST = 100;

  private static final String SENTENCES =
      IntStream.range(0, 40)
          .mapToObj("The %d. largest city (of all) isn't on the river, is it? "::formatted)
          .collect(Collectors.joining())
          .strip();

  /// Without a space; several tokens of byte-level tokenizers make up a character.
  private static final String UNBROKEN = "東京都の人口は𠮷野家🙂👩‍👩‍👧‍👦ばかりé́ÿ".repeat(20);

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void areRunsOfTheDocumentsOwnIdsWithoutGapOrOverlap(String model) {
    for (String document : List.of(SENTENCES, UNBROKEN, goldenTexts(model))) {
      Windows windows = Windows.of(model, document);

      assertThat(windows.count()).isGreaterThan(1);
      assertThat(windows.joined()).isEqualTo(windows.whole);
      assertThat(windows.encodings).noneMatch(Encoding::truncated);
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void eachCarriesTheWholeQueryAndFitsTheModel(String model) {
    Windows windows = Windows.of(model, SENTENCES);

    for (Encoding window : windows.encodings) {
      assertThat(window.length()).isLessThanOrEqualTo(GoldenTexts.maxLength(model));
      assertThat(Arrays.copyOf(window.ids(), windows.head))
          .isEqualTo(Arrays.copyOf(windows.encodings.getFirst().ids(), windows.head));
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void areAtLeastThreeQuartersFullButForTheLast(String model) {
    Windows windows = Windows.of(model, SENTENCES);
    int room = GoldenTexts.maxLength(model) - windows.head - 1;

    for (Encoding window : windows.encodings.subList(0, windows.count() - 1)) {
      assertThat(window.length() - windows.head - 1).isBetween(room - room / 4, room);
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void haveTheIdsOfTheirTextAlone(String model) {
    Windows windows = Windows.of(model, SENTENCES);
    List<String> texts = windows.texts();

    assertThat(String.join("", texts)).isEqualTo(SENTENCES);
    try (Tokenizer tokenizer = tokenizer(model)) {
      for (int i = 0; i < texts.size(); i++) {
        assertThat(windows.documentIds(i))
            .as(texts.get(i))
            .isEqualTo(tokenizer.encode(texts.get(i)).ids());
      }
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void neverDivideACharacter(String model) {
    Windows windows = Windows.of(model, UNBROKEN);

    for (int token : windows.starts().subList(1, windows.count())) {
      int start = windows.spans.start(token);
      assertThat(start).isGreaterThanOrEqualTo(windows.spans.end(token - 1));
      assertThat(Character.isLowSurrogate(UNBROKEN.charAt(start))).isFalse();
    }
  }

  @ParameterizedTest
  @FieldSource("podium.text.GoldenTexts#MODELS")
  void areTheSameHoweverManyAreAllowed(String model) {
    Windows all = Windows.of(model, SENTENCES);

    for (int most = 2; most <= all.count(); most++) {
      List<Encoding> some = encodings(model, SENTENCES, most);

      assertThat(some).hasSize(most);
      for (int i = 0; i < most; i++) {
        assertThat(some.get(i).ids()).isEqualTo(all.encodings.get(i).ids());
        assertThat(some.get(i).truncated()).isEqualTo(most < all.count());
      }
    }
  }

  private static String goldenTexts(String model) {
    return GoldenTexts.pairs(model).map(GoldenTexts.Pair::document).collect(Collectors.joining());
  }

  private static Tokenizer tokenizer(String model) {
    return Tokenizer.load(GoldenTexts.tokenizer(model), SpecialTokens.TEXT);
  }

  private static List<Encoding> encodings(String model, String document, int most) {
    try (PairEncoder encoder =
        PairEncoder.load(
            GoldenTexts.tokenizer(model),
            SpecialTokens.TEXT,
            GoldenTexts.maxLength(model),
            1_000_000)) {
      return encoder.windows(
          encoder.query(QUERY), document, 0, LengthLimits.NONE.withWindows(most));
    }
  }

  /// The windows of a document beside the whole of it.
  ///
  /// @param head tokens of a window before the document; one follows it
  /// @param whole the ids of the document
  /// @param spans what they stand for
  private record Windows(
      List<Encoding> encodings, int head, List<Integer> whole, Spans spans, String document) {

    static Windows of(String model, String document) {
      try (Tokenizer tokenizer = tokenizer(model)) {
        Tokens tokens = tokenizer.encode(document);
        int empty = WindowsTest.encodings(model, "", MOST).getFirst().length();
        return new Windows(
            WindowsTest.encodings(model, document, MOST),
            empty - 1,
            integers(tokens.ids()),
            Spans.of(GoldenTexts.tokenizer(model), SpecialTokens.TEXT, tokens),
            document);
      }
    }

    int count() {
      return encodings.size();
    }

    int[] documentIds(int window) {
      Encoding encoding = encodings.get(window);
      return Arrays.copyOfRange(encoding.ids(), head, encoding.length() - 1);
    }

    List<Integer> joined() {
      List<Integer> ids = new ArrayList<>();
      IntStream.range(0, count()).forEach(i -> ids.addAll(integers(documentIds(i))));
      return ids;
    }

    /// Which token of the document each window begins with.
    List<Integer> starts() {
      List<Integer> starts = new ArrayList<>(List.of(0));
      IntStream.range(0, count())
          .forEach(i -> starts.add(starts.getLast() + documentIds(i).length));
      return starts.subList(0, count());
    }

    /// What of the document each window has: from behind the last token of the one before.
    List<String> texts() {
      List<Integer> starts = starts();
      List<Integer> ends =
          IntStream.range(0, count())
              .map(i -> starts.get(i) + documentIds(i).length)
              .map(end -> spans.end(end - 1))
              .boxed()
              .toList();
      return IntStream.range(0, count())
          .mapToObj(i -> document.substring(i == 0 ? 0 : ends.get(i - 1), ends.get(i)))
          .toList();
    }

    private static List<Integer> integers(int[] ids) {
      return Arrays.stream(ids).boxed().toList();
    }
  }
}
