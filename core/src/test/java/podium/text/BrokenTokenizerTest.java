package podium.text;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;

/// Every broken `tokenizer.json` is one clear sentence, and never the end of the JVM.
class BrokenTokenizerTest {

  @TempDir private Path folder;

  @Test
  void isMissing() {
    assertUnavailable(folder.resolve("tokenizer.json"), "tokenizer.json is missing");
  }

  @Test
  void isAFolder() throws IOException {
    assertUnavailable(
        Files.createDirectory(folder.resolve("tokenizer.json")), "tokenizer.json cannot be read: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                     | must be an object
          []                                     | must be an object
          null                                   | must be an object
          hello                                  | is not JSON: line 1, column
          {}                                     | model.vocab must be an object or a list
          {"model": 7}                           | model.vocab must be an object or a list
          {"model": {"vocab": "a"}}              | model.vocab must be an object or a list
          {"model": {"vocab": {}}, "added_tokens": {}} | added_tokens must be a list
          {"model": {"vocab": {}}}               | is not usable: Model is of no known kind
          {"model": {"type": "Magic", "vocab": {}}} | is not usable: Model is of no known kind
          """)
  void isSomethingElse(String content, String complaint) {
    assertUnavailable(EditedTokenizer.write(folder, content), "tokenizer.json", complaint);
  }

  @Test
  void isCutOff() throws IOException {
    byte[] whole = Files.readAllBytes(GoldenTexts.tokenizer("bert"));
    Path file = folder.resolve("tokenizer.json");
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertUnavailable(file, "tokenizer.json is not JSON: line ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pre_tokenizer", "model"})
  void hasASectionOfAnUnknownKind(String section) {
    assertUnavailable(
        edited("bert", root -> ((ObjectNode) root.path(section)).put("type", "Magic")),
        "tokenizer.json is not usable: ",
        "is of no known kind");
  }

  @Test
  void hasPiecesOfWrongTypes() {
    assertUnavailable(
        edited("bert", root -> ((ObjectNode) root.at("/model/vocab")).put("the", "first")),
        "tokenizer.json is not usable: ");
    assertUnavailable(
        edited("xlm_roberta", root -> ((ArrayNode) root.at("/model/vocab")).set(9, "piece")),
        "tokenizer.json is not usable: ");
  }

  @Test
  void hasNoPieceForUnknownWords() {
    assertUnavailable(
        edited("bert", root -> ((ObjectNode) root.path("model")).put("unk_token", "[NONE]")),
        "tokenizer.json is not usable: ",
        "[UNK]");
    assertUnavailable(
        edited("xlm_roberta", root -> ((ObjectNode) root.path("model")).putNull("unk_id")),
        "tokenizer.json is not usable: ",
        "unk_id");
  }

  @Test
  void hasMergesOfPiecesThatAreNotThere() {
    assertUnavailable(
        edited("roberta", root -> ((ArrayNode) root.at("/model/merges")).insert(0, "qq zz")),
        "tokenizer.json is not usable: ");
  }

  @Test
  void hasMergesWithoutTheirPrefix() {
    assertUnavailable(
        edited(
            "roberta",
            root -> ((ObjectNode) root.path("model")).put("continuing_subword_prefix", "##")),
        "lacks the continuing_subword_prefix '##'");
  }

  @Test
  void hasABrokenCharsmap() {
    String whole =
        TokenizerJson.read(GoldenTexts.tokenizer("xlm_roberta"))
            .normalizer()
            .path("precompiled_charsmap")
            .textValue();
    assertCharsmapRefused(normalizer -> normalizer.remove("precompiled_charsmap"));
    assertCharsmapRefused(normalizer -> normalizer.put("precompiled_charsmap", 5));
    assertCharsmapRefused(normalizer -> normalizer.put("precompiled_charsmap", "*"));
    assertCharsmapRefused(
        normalizer -> normalizer.put("precompiled_charsmap", whole.substring(0, 4000)));
  }

  private void assertCharsmapRefused(Consumer<ObjectNode> edit) {
    assertUnavailable(
        edited("xlm_roberta", root -> edit.accept((ObjectNode) root.path("normalizer"))),
        "tokenizer.json: precompiled_charsmap of normalizer is broken");
  }

  @ParameterizedTest
  @EnumSource(SpecialTokens.class)
  void hasAnAddedTokenWithoutContent(SpecialTokens mode) {
    Path file =
        edited("bert", root -> ((ObjectNode) root.path("added_tokens").get(2)).remove("content"));

    assertThatThrownBy(() -> Tokenizer.load(file, mode))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContaining("tokenizer.json is not usable: missing field `content`");
  }

  private Path edited(String model, Consumer<ObjectNode> edit) {
    return EditedTokenizer.of(folder, model, edit);
  }

  private static void assertUnavailable(Path file, String... complaints) {
    assertThatThrownBy(() -> Tokenizer.load(file, SpecialTokens.TEXT))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContainingAll(complaints)
        .message()
        .doesNotContain("\n");
  }
}
