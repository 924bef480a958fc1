package podium.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;
import podium.tensor.Encoding;

/// With the tokenizer of `bert`: three special tokens, one token per word below.
class PairEncoderTest {

  private static final int NO_LIMIT = Integer.MAX_VALUE;

  private final PairEncoder encoder = open(96, 1042);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    encoder.close();
  }

  @Test
  void leavesAPairThatFitsAsItIs() {
    Encoding pair = pair(5, 5, LengthLimits.NONE);

    assertThat(pair.length()).isEqualTo(13);
    assertThat(pair.truncated()).isFalse();
  }

  @Test
  void fillsTheModelsLengthToTheLastToken() {
    assertThat(pair(5, 88, LengthLimits.NONE).truncated()).isFalse();
    assertThat(pair(5, 88, LengthLimits.NONE).length()).isEqualTo(96);
    assertThat(pair(5, 89, LengthLimits.NONE).truncated()).isTrue();
    assertThat(pair(5, 89, LengthLimits.NONE).length()).isEqualTo(96);
  }

  @Test
  void cutsThePairToTheRequestsLimitButNeverAboveTheModels() {
    assertThat(pair(5, 200, limits(20, NO_LIMIT)).length()).isEqualTo(20);
    assertThat(pair(5, 200, limits(2000, NO_LIMIT)).length()).isEqualTo(96);
  }

  @Test
  void cutsDocumentsBeforePairs() {
    Encoding pair = pair(50, 200, limits(40, 10));

    assertThat(document(pair)).isEqualTo(10);
    assertThat(pair.length()).isEqualTo(40);
    assertThat(pair.truncated()).isTrue();
  }

  @Test
  void aDocumentAtItsLimitIsNotCut() {
    assertThat(pair(5, 10, limits(NO_LIMIT, 10)).truncated()).isFalse();
    assertThat(pair(5, 11, limits(NO_LIMIT, 10)).truncated()).isTrue();
    assertThat(document(pair(5, 11, limits(NO_LIMIT, 10)))).isEqualTo(10);
  }

  @Test
  void aQueryIsReadOnceForAllDocuments() {
    EncodedQuery query = encoder.query("capital");

    for (String document : List.of("the capital", "", "the largest city")) {
      assertThat(encoder.pair(query, document, 0, LengthLimits.NONE).ids())
          .isEqualTo(encoder.pair(encoder.query("capital"), document, 0, LengthLimits.NONE).ids());
    }
  }

  @Test
  void refusesAPairThatDoesNotFitWhenCuttingIsNotAllowed() {
    EncodedQuery query = encoder.query(words(5));
    LengthLimits limits = new LengthLimits(20, NO_LIMIT, true);

    assertThat(encoder.pair(query, words(12), 7, limits).length()).isEqualTo(20);
    assertThatThrownBy(() -> encoder.pair(query, words(1300), 7, limits))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage(
            "documents[7] does not fit: 1300 tokens of the document, 5 of the query and 3 special"
                + " tokens are more than max_length, which is 20");
  }

  @Test
  void aDocumentsOwnLimitIsNoReasonToRefuse() {
    EncodedQuery query = encoder.query(words(5));

    assertThat(encoder.pair(query, words(1300), 7, new LengthLimits(20, 12, true)).length())
        .isEqualTo(20);
    assertThatThrownBy(() -> encoder.pair(query, words(1300), 7, new LengthLimits(20, 13, true)))
        .hasMessageContaining("13 tokens of the document");
  }

  @Test
  void aLongDocumentFillsAsManyWindowsAsItNeeds() {
    assertThat(lengths(12, limits(20, NO_LIMIT).withWindows(3))).containsExactly(20);
    assertThat(lengths(13, limits(20, NO_LIMIT).withWindows(3))).containsExactly(20, 9);
    assertThat(lengths(36, limits(20, NO_LIMIT).withWindows(3))).containsExactly(20, 20, 20);
    assertThat(lengths(37, limits(20, NO_LIMIT).withWindows(3))).containsExactly(20, 20, 20);
  }

  @Test
  void windowsThatHaveAllOfADocumentAreNotTruncated() {
    LengthLimits limits = limits(20, NO_LIMIT).withWindows(3);

    assertThat(windows(5, 36, limits)).noneMatch(Encoding::truncated);
    assertThat(windows(5, 37, limits)).allMatch(Encoding::truncated);
    assertThat(windows(5, 30, limits(20, 29).withWindows(3))).allMatch(Encoding::truncated);
  }

  @Test
  void cutsDocumentsBeforeTheyAreReadInWindows() {
    assertThat(lengths(200, limits(20, 15).withWindows(9))).containsExactly(20, 11);
  }

  @Test
  void aLongQueryIsCutForAllWindowsAsForOne() {
    List<Encoding> windows = windows(50, 40, limits(21, NO_LIMIT).withWindows(9));

    assertThat(windows).extracting(PairEncoderTest::document).containsExactly(9, 9, 9, 9, 4);
    assertThat(windows.getFirst().ids()).isEqualTo(pair(50, 40, limits(21, NO_LIMIT)).ids());
    assertThat(windows.getLast().length()).isEqualTo(3 + 9 + 4);
    assertThat(windows).allMatch(Encoding::truncated);
  }

  @Test
  void refusesWhatWindowsHaveNoRoomForWhenCuttingIsNotAllowed() {
    LengthLimits limits = new LengthLimits(20, NO_LIMIT, true).withWindows(3);

    assertThat(windows(5, 36, limits)).hasSize(3);
    assertThatThrownBy(() -> windows(5, 37, limits))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage(
            "documents[7] does not fit: 37 tokens of the document, 5 of the query and 3 special"
                + " tokens are more than max_length, which is 20, also in max_chunks_per_doc"
                + " windows, which is 3");
    assertThatThrownBy(() -> windows(50, 9, limits)).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void onlyTextsThatAreCutAtTheirEndCanBeReadInWindows() {
    var limits = new LengthLimits(20, NO_LIMIT, false, LengthLimits.Cut.START);

    assertThatThrownBy(() -> limits.withWindows(2))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("max_chunks_per_doc must be 1 for texts that are cut at their start, but is 2");
  }

  @Test
  void aWordStaysWholeUnlessItFillsMoreThanAQuarterOfAWindow() {
    String longWord = "citycity";
    int tokens = encoder.pair(encoder.query(""), longWord, 0, LengthLimits.NONE).length() - 3;
    String words = (words(9) + longWord + " ").repeat(4);

    List<Encoding> windows =
        encoder.windows(
            encoder.query(words(5)), words, 0, limits(8 + 9 + tokens - 1, NO_LIMIT).withWindows(9));

    assertThat(tokens).isBetween(2, 3);
    assertThat(document(windows.getFirst())).isEqualTo(9);
  }

  @Test
  void refusesWhatItCannotReadToItsEndWhenCuttingIsNotAllowed() {
    EncodedQuery query = encoder.query("city");
    LengthLimits limits = new LengthLimits(NO_LIMIT, NO_LIMIT, true);

    assertThatThrownBy(() -> encoder.pair(query, "x".repeat(2_000_000), 3, limits))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("documents[3] does not fit: more than 1 tokens");
  }

  @Test
  void canCutTextsAtTheirBeginning() {
    String document = words(200) + "capital";

    int[] ids = encoder.pair(encoder.query(words(5)), document, 0, cutAtStart(20, NO_LIMIT)).ids();
    int[] capital = encoder.pair(encoder.query(words(5)), "capital", 0, LengthLimits.NONE).ids();

    assertThat(ids).hasSize(20).endsWith(capital[capital.length - 2], capital[capital.length - 1]);
  }

  @Test
  void cutsTheBeginningOfALongQueryToo() {
    EncodedQuery query = encoder.query(words(2000) + "capital");
    int capital = encoder.pair(encoder.query("capital"), "", 0, LengthLimits.NONE).ids()[1];

    int[] ids = encoder.pair(query, words(2000), 0, cutAtStart(21, NO_LIMIT)).ids();

    assertThat(ids).hasSize(21);
    assertThat(ids[9]).isEqualTo(capital);
  }

  @Test
  void whatFitsIsTheSameWhereverItWouldBeCut() {
    EncodedQuery query = encoder.query("the capital");

    Encoding pair = encoder.pair(query, "the largest city", 0, cutAtStart(NO_LIMIT, NO_LIMIT));

    assertThat(pair.truncated()).isFalse();
    assertThat(pair.ids())
        .isEqualTo(encoder.pair(query, "the largest city", 0, LengthLimits.NONE).ids());
  }

  @Test
  void cutsTheBeginningOfDocumentsBeforePairs() {
    Encoding pair =
        encoder.pair(encoder.query(words(50)), words(200) + "capital", 0, cutAtStart(40, 10));

    assertThat(document(pair)).isEqualTo(10);
    assertThat(pair.length()).isEqualTo(40);
    assertThat(pair.truncated()).isTrue();
  }

  @Test
  void readsTheEndOfATextThatIsTooLongToRead() {
    Encoding pair =
        encoder.pair(
            encoder.query("city"),
            "\uD83D\uDE00".repeat(400_000) + words(100),
            0,
            cutAtStart(NO_LIMIT, NO_LIMIT));

    assertThat(pair.length()).isEqualTo(96);
    assertThat(pair.ids()[10]).isEqualTo(pair.ids()[1]);
    assertThat(pair.truncated()).isTrue();
  }

  @Test
  void refusesToCutTheBeginningWhenCuttingIsNotAllowed() {
    var limits = new LengthLimits(20, NO_LIMIT, true, LengthLimits.Cut.START);
    EncodedQuery query = encoder.query(words(5));

    assertThat(encoder.pair(query, words(12), 7, limits).length()).isEqualTo(20);
    assertThatThrownBy(() -> encoder.pair(query, words(13), 7, limits))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("documents[7] does not fit: 13 tokens of the document");
  }

  @Test
  void refusesALimitWithoutRoomForText() {
    EncodedQuery query = encoder.query("capital");

    assertThat(encoder.pair(query, words(9), 0, limits(5, NO_LIMIT)).length()).isEqualTo(5);
    assertThatThrownBy(() -> encoder.pair(query, words(9), 0, limits(4, NO_LIMIT)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("max_length must be at least 5 for this model, but is 4");
  }

  @Test
  void refusesAModelWithoutRoomForText() {
    assertThatThrownBy(() -> open(4, 1042))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("the model takes 4 tokens, but a pair needs at least 5");
  }

  @Test
  void refusesIdsThatTheModelHasNoEmbeddingsFor() {
    assertThatThrownBy(() -> open(96, 1041))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("tokenizer.json has the token id 1041, but the model has only 1041 embeddings");
  }

  @Test
  void refusesATemplateWithIdsThatTheModelHasNoEmbeddingsFor() {
    Path file =
        EditedTokenizer.of(
            folder,
            "bert",
            root -> ((ArrayNode) root.at("/post_processor/special_tokens/[SEP]/ids")).set(0, 5000));

    assertThatThrownBy(() -> PairEncoder.load(file, SpecialTokens.TEXT, 96, 1042))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContaining("the token id 5000");
  }

  private Encoding pair(int query, int document, LengthLimits limits) {
    return encoder.pair(encoder.query(words(query)), words(document), 0, limits);
  }

  /// How many tokens of the document are in a pair.
  private static int document(Encoding pair) {
    return Arrays.stream(pair.typeIds()).sum() - 1;
  }

  private List<Encoding> windows(int query, int document, LengthLimits limits) {
    return encoder.windows(encoder.query(words(query)), words(document), 7, limits);
  }

  private List<Integer> lengths(int document, LengthLimits limits) {
    return windows(5, document, limits).stream().map(Encoding::length).toList();
  }

  private static String words(int count) {
    return "city ".repeat(count);
  }

  private static LengthLimits limits(int pair, int document) {
    return new LengthLimits(pair, document, false);
  }

  private static LengthLimits cutAtStart(int pair, int document) {
    return new LengthLimits(pair, document, false, LengthLimits.Cut.START);
  }

  private static PairEncoder open(int maxLength, int embeddings) {
    return PairEncoder.load(
        GoldenTexts.tokenizer("bert"), SpecialTokens.TEXT, maxLength, embeddings);
  }
}
