package podium.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.LengthLimits;
import podium.LengthLimits.Cut;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;
import podium.tensor.Encoding;

/// The token ids of all lists, exactly, and how documents are shared out to blocks.
class BlockEncoderTest {

  private static final int NO_LIMIT = Integer.MAX_VALUE;
  private static final int MAX_LENGTH = 131_072;

  /// Ids of the golden tokenizer.
  private static final int DOCUMENT_MARKER = 927;

  private static final int QUERY_MARKER = 928;

  @TempDir private Path folder;

  @Test
  void blocksAreThoseOfTheReference() throws IOException {
    try (BlockEncoder encoder = open(SpecialTokens.PARSE)) {
      assertThat(cases()).hasSizeGreaterThan(28).allSatisfy(list -> check(encoder, list));
    }
  }

  @Test
  void withoutSpecialTokensInTextsItMakesNoDifferenceWhatTheyMean() throws IOException {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      assertThat(cases())
          .filteredOn(list -> !list.path("name").asText().equals("special_tokens"))
          .hasSizeGreaterThan(27)
          .allSatisfy(list -> check(encoder, list));
    }
  }

  @ParameterizedTest
  @EnumSource(SpecialTokens.class)
  void nobodyCanTypeAMarker(SpecialTokens mode) {
    String nested = "a <|rerank_<|embed_<|rerank_token|>token|>token|> b<|embed_token|>";
    try (BlockEncoder encoder = open(mode)) {
      int[] ids = ids(encoder.query(nested, Optional.of(nested), LengthLimits.NONE), nested, "c");

      assertThat(ids)
          .isEqualTo(
              ids(encoder.query("a  b", Optional.of("a  b"), LengthLimits.NONE), "a  b", "c"));
      assertThat(Arrays.stream(ids).filter(id -> id == DOCUMENT_MARKER)).hasSize(2);
      assertThat(Arrays.stream(ids).filter(id -> id == QUERY_MARKER)).hasSize(1);
    }
  }

  @Test
  void anInstructionStandsBehindTheQuery() {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT);
        Tokenizer tokenizer =
            Tokenizer.load(GoldenTexts.tokenizer("jina_v3"), SpecialTokens.PARSE)) {
      int[] plain = ids(encoder.query("city", Optional.of(" "), LengthLimits.NONE), "Paris");
      int[] wished = ids(encoder.query("city", Optional.of("be kind"), LengthLimits.NONE), "Paris");

      assertThat(tokenizer.text(tokens(plain), 0, plain.length))
          .contains(
              "relevance to query: city\n<passage id=\"0\">\nParis<|embed_token|>\n</passage>\n");
      assertThat(tokenizer.text(tokens(wished), 0, wished.length))
          .contains(
              "query: city\n<instruct>\nbe kind\n</instruct>\n<passage id=\"0\">\nParis<|embed");
    }
  }

  @Test
  void aBlockHasAtMost125Documents() {
    assertThat(blocks(LengthLimits.NONE, Collections.nCopies(125, "a"))).containsExactly(125);
    assertThat(blocks(LengthLimits.NONE, Collections.nCopies(300, "a")))
        .containsExactly(125, 125, 50);
  }

  /// 300 for a block, less twice 10 of the query, are 280. After 16 documents of ten tokens there
  /// may not be room for another one of 120.
  @Test
  void aBlockEndsWhenThereMayNotBeRoomForAnotherDocument() {
    var limits = new LengthLimits(300, 120, false);

    assertThat(blocks(limits, Collections.nCopies(40, words(10)))).containsExactly(16, 16, 8);
    assertThat(blocks(limits, List.of(words(120), words(120), "a", "a"))).containsExactly(2, 2);
    assertThat(blocks(limits, List.of(words(500), words(39), "a", "a"))).containsExactly(3, 1);
    assertThat(blocks(limits, List.of(words(500), words(40), "a"))).containsExactly(2, 1);
  }

  @Test
  void withoutALimitTheModelsOwnHolds() {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      BlockQuery query = encoder.query(words(600), Optional.empty(), LengthLimits.NONE);

      assertThat(query.query().tokens()).isEqualTo(512);
      assertThat(query.query().truncated()).isTrue();
      assertThat(query.passages(words(2048), 0)).extracting(Excerpt::tokens).containsExactly(2048);
      assertThat(query.passages(words(2049), 0)).extracting(Excerpt::tokens).containsExactly(2048);
    }
  }

  @Test
  void aCutQueryCutsAllDocuments() {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      assertThat(encoder.query("a", Optional.empty(), LengthLimits.NONE).passages("b", 0))
          .noneMatch(Excerpt::truncated);
      assertThat(encoder.query(words(600), Optional.empty(), LengthLimits.NONE).passages("b", 0))
          .allMatch(Excerpt::truncated);
      assertThat(encoder.query("a", Optional.of(words(600)), LengthLimits.NONE).passages("b", 0))
          .allMatch(Excerpt::truncated);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 40, 173})
  void textsOfABlockHaveAtMostMaxLengthTokens(int length) {
    var limits = new LengthLimits(length, NO_LIMIT, false);
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      BlockQuery query = encoder.query(words(99), Optional.of(words(99)), limits);
      List<Excerpt> passages = query.passages(words(999), 0);

      int wish = query.instruction().orElseThrow().tokens();
      assertThat(2 * query.query().tokens() + wish + passages.getFirst().tokens())
          .isEqualTo(length);
      assertThat(passages).allMatch(Excerpt::truncated);
    }
  }

  @Test
  void aLongDocumentMayBeSeveralPassages() {
    var limits = new LengthLimits(100, NO_LIMIT, false);
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      String document = words(200);

      assertThat(encoder.query("a", Optional.empty(), limits).passages(document, 0))
          .extracting(Excerpt::text)
          .containsExactly(words(98));
      List<Excerpt> all =
          encoder.query("a", Optional.empty(), limits.withWindows(3)).passages(document, 0);
      assertThat(all).extracting(Excerpt::tokens).containsExactly(98, 98, 4);
      assertThat(String.join("", all.stream().map(Excerpt::text).toList())).isEqualTo(document);
      assertThat(all).noneMatch(Excerpt::truncated);
      assertThat(encoder.query("a", Optional.empty(), limits.withWindows(2)).passages(document, 0))
          .hasSize(2)
          .allMatch(Excerpt::truncated);
    }
  }

  @Test
  void whatMustNotBeCutIsRefused() {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      LengthLimits whole = new LengthLimits(100, NO_LIMIT, true);
      BlockQuery query = encoder.query("a", Optional.empty(), whole);

      assertThat(query.passages(words(98), 0)).noneMatch(Excerpt::truncated);
      assertThatThrownBy(() -> query.passages(words(99), 7))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage(
              "documents[7] does not fit: it has 99 tokens, but max_length and the model allow 98");
      assertThatThrownBy(() ->
              encoder.query("a", Optional.empty(), whole.withWindows(2)).passages(words(197), 7))
          .hasMessage(
              "documents[7] does not fit: it has 197 tokens, but max_length and the model allow 98 in each of max_chunks_per_doc windows, which is 2");
      assertThatThrownBy(() -> encoder.query(words(26), Optional.empty(), whole))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage(
              "query does not fit: it has more than the 25 tokens that max_length and the model allow");
      assertThatThrownBy(() -> encoder.query("a", Optional.of(words(26)), whole))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageStartingWith("instruction does not fit");
    }
  }

  /// What the request itself asks to be cut is no surprise.
  @Test
  void aDocumentMayBeCutToItsOwnLimit() {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      BlockQuery query = encoder.query("a", Optional.empty(), new LengthLimits(NO_LIMIT, 50, true));

      assertThat(query.passages(words(99), 0))
          .singleElement()
          .isEqualTo(new Excerpt(words(50), 50, true));
    }
  }

  @Test
  void aRequestThatLeavesNoRoomIsRefused() {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      assertThatThrownBy(
              () -> encoder.query("a", Optional.empty(), new LengthLimits(3, NO_LIMIT, false)))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage("max_length must be at least 4 for this model, but is 3");
      assertThatThrownBy(() ->
              encoder.query(
                  "a", Optional.empty(), new LengthLimits(99, NO_LIMIT, false, Cut.START)))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("truncation_direction");
    }
  }

  @Test
  void aTokenizerWithoutMarkersIsRefused() {
    Path file =
        EditedTokenizer.of(folder, "jina_v3", root -> withoutMarker(root, "<|rerank_token|>"));

    assertThatThrownBy(() -> BlockEncoder.load(file, SpecialTokens.TEXT, MAX_LENGTH, 936))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("tokenizer.json lacks the token <|rerank_token|>");
  }

  @Test
  void aModelWithoutEmbeddingsForTheMarkersIsRefused() {
    assertThatThrownBy(() ->
            BlockEncoder.load(
                GoldenTexts.tokenizer("jina_v3"), SpecialTokens.TEXT, MAX_LENGTH, 928))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("tokenizer.json has the token id 928, but the model has only 928 embeddings");
  }

  private static void withoutMarker(ObjectNode root, String marker) {
    ArrayNode tokens = root.putArray("added_tokens");
    for (JsonNode token : EditedTokenizer.addedTokens("jina_v3")) {
      if (!token.path("content").asText().equals(marker)) {
        tokens.add(token);
      }
    }
  }

  private static List<JsonNode> cases() throws IOException {
    return expected().path("cases").valueStream().toList();
  }

  private static JsonNode expected() throws IOException {
    Path file =
        GoldenTexts.tokenizer("jina_v3").resolve("../../../expected/jina_v3.json").normalize();
    return new ObjectMapper().readTree(file.toFile());
  }

  private static void check(BlockEncoder encoder, JsonNode list) throws IOException {
    // a query may have a quarter of a block
    int block = 4 * expected().path("max_query_length").intValue();
    var limits = new LengthLimits(block, expected().path("max_document_length").intValue(), false);
    BlockQuery query = encoder.query(list.path("query").asText(), Optional.empty(), limits);
    String[] documents =
        list.path("documents").valueStream().map(JsonNode::asText).toArray(String[]::new);

    assertThat(ids(query, documents))
        .as(list.path("name").asText())
        .isEqualTo(list.path("input_ids").valueStream().mapToInt(JsonNode::intValue).toArray());
  }

  /// Of the only block.
  private static int[] ids(BlockQuery query, String... documents) {
    List<Encoding> blocks =
        query
            .blocks(
                Arrays.stream(documents)
                    .flatMap(document -> query.passages(document, 0).stream())
                    .toList())
            .stream()
            .map(query::encode)
            .toList();
    assertThat(blocks).hasSize(1);
    return blocks.getFirst().ids();
  }

  /// How many documents the blocks have if the query has ten tokens.
  private static List<Integer> blocks(LengthLimits limits, List<String> documents) {
    try (BlockEncoder encoder = open(SpecialTokens.TEXT)) {
      BlockQuery query = encoder.query(words(10), Optional.empty(), limits);
      List<Excerpt> passages =
          documents.stream().flatMap(document -> query.passages(document, 0).stream()).toList();
      return query.blocks(passages).stream().map(List::size).toList();
    }
  }

  private static Tokens tokens(int[] ids) {
    return new Tokens("", ids, true);
  }

  /// A text of that many tokens, digits.
  private static String words(int count) {
    return "7".repeat(count);
  }

  private static BlockEncoder open(SpecialTokens mode) {
    return BlockEncoder.load(GoldenTexts.tokenizer("jina_v3"), mode, MAX_LENGTH, 936);
  }
}
