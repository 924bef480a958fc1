package podium.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.SpecialTokens;

/// What [SpecialTokens#TEXT] means where the goldens do not say it.
class LiteralSpecialTokensTest {

  @TempDir private Path folder;

  @Test
  void leaveTheIdsOfOtherAddedTokensAsTheyAre() {
    try (Tokenizer text = open("modernbert_cls", SpecialTokens.TEXT);
        Tokenizer parse = open("modernbert_cls", SpecialTokens.PARSE)) {
      String indented = "if (a) {\n    return;\n        // b\n";

      assertThat(text.encode(indented).ids())
          .contains(901, 905)
          .isEqualTo(parse.encode(indented).ids());
    }
  }

  @Test
  void areNotFoundAmongThePiecesEither() {
    try (Tokenizer tokenizer = open("xlm_roberta", SpecialTokens.TEXT)) {
      assertThat(tokenizer.encode("</s> <s> <pad> <mask>").ids()).doesNotContain(0, 1, 2, 754);
    }
  }

  @Test
  void areNotPutTogetherFromTheirCharacters() {
    Path file =
        EditedTokenizer.of(
            folder,
            "roberta",
            root -> {
              ((ObjectNode) root.path("pre_tokenizer")).put("use_regex", false);
              ((ObjectNode) root.at("/model/vocab")).put("<s", 1000);
              var merges = (ArrayNode) root.at("/model/merges");
              merges.insertArray(0).add("<s").add(">");
              merges.insertArray(0).add("<").add("s");
            });
    try (Tokenizer text = Tokenizer.load(file, SpecialTokens.TEXT);
        Tokenizer parse = Tokenizer.load(file, SpecialTokens.PARSE)) {
      assertThat(parse.encode("<s>").ids()).containsExactly(0);
      assertThat(text.encode("<s>").ids()).hasSize(2).startsWith(1000);
    }
  }

  @Test
  void stillStandForUnknownWords() {
    Path file =
        EditedTokenizer.write(
            folder,
            """
            {"version": "1.0", "truncation": null, "padding": null, "normalizer": null,
             "added_tokens": [{"id": 0, "content": "[UNK]", "single_word": false, "lstrip": false,
                               "rstrip": false, "normalized": false, "special": true}],
             "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null, "decoder": null,
             "model": {"type": "WordLevel", "vocab": {"[UNK]": 0, "bear": 1}, "unk_token": "[UNK]"}}
            """);
    try (Tokenizer tokenizer = Tokenizer.load(file, SpecialTokens.TEXT)) {
      assertThat(tokenizer.encode("bear panda [UNK]").ids()).containsExactly(1, 0, 0);
    }
  }

  @Test
  void areTheSameForTwoTokenizersOfOneFile() {
    TokenizerJson json = TokenizerJson.read(GoldenTexts.tokenizer("bert"));
    try (Tokenizer text = Tokenizer.of(json, SpecialTokens.TEXT);
        Tokenizer parse = Tokenizer.of(json, SpecialTokens.PARSE)) {
      assertThat(text.encode("[SEP]").size()).isGreaterThan(1);
      assertThat(parse.encode("[SEP]").ids()).containsExactly(3);
    }
  }

  private static Tokenizer open(String model, SpecialTokens mode) {
    return Tokenizer.load(GoldenTexts.tokenizer(model), mode);
  }
}
