package podium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankException.ModelUnavailable;

class TokenIdsTest {

  @TempDir Path folder;

  @Test
  void areFoundInTheVocabularyAndAmongTheAddedTokens() throws IOException {
    write(
        """
        {"version": "1.0",
         "added_tokens": [{"id": 7, "content": "<s>", "special": true}, {"id": 8, "content": "x"}],
         "normalizer": {"vocab": {"yes": 99}},
         "model": {"merges": [["y", "es"]], "vocab": {"yes": 3, " yes": 4, "no": 5}, "dropout": null}}
        """);

    assertThat(find("yes", "<s>", "absent")).isEqualTo(Map.of("yes", 3, "<s>", 7));
  }

  @Test
  void anAddedTokenWinsOverThePieceOfTheSameName() throws IOException {
    write(
        """
        {"model": {"vocab": {"yes": 3}}, "added_tokens": [{"id": 9, "content": "yes"}]}
        """);

    assertThat(find("yes")).isEqualTo(Map.of("yes", 9));
  }

  @Test
  void areNotLookedForInAVocabularyThatIsAList() throws IOException {
    write("{\"model\": {\"vocab\": [[\"yes\", -1.5], [\"no\", -2]]}, \"added_tokens\": {}}");

    assertThat(find("yes")).isEmpty();
  }

  @Test
  void aBrokenFileIsRefused() throws IOException {
    write("{\"model\": {\"vocab\": {\"yes\": 3}");

    assertThatThrownBy(() -> find("yes"))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageStartingWith("tokenizer.json is not valid JSON at line 1");
  }

  private Map<String, Integer> find(String... tokens) {
    return TokenIds.find(new Folder(folder), "tokenizer.json", Set.of(tokens));
  }

  private void write(String content) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), content);
  }
}
