package podium.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCardTest {

  private static final String TAGGED =
      """
      ---
      license: apache-2.0
      pipeline_tag: text-ranking
      ---
      # A model
      """;

  @TempDir Path folder;

  @Test
  void aDirectoryWithItInItsNameIsAReranker() throws IOException {
    assertThat(isReranker("Qwen3-Reranker-0.6B")).isTrue();
    assertThat(isReranker("models--Qwen--Qwen3-Reranker-0.6B/snapshots/0a1b2c")).isTrue();
    assertThat(isReranker("rerankers/Qwen3-0.6B")).isFalse();
  }

  @Test
  void aPageTaggedForRankingIsThatOfAReranker() throws IOException {
    Files.writeString(folder.resolve("README.md"), TAGGED);

    assertThat(isReranker("")).isTrue();
  }

  @Test
  void onlyTheFrontMatterCounts() {
    assertThat(ModelCard.isTagged("# Tags\n" + TAGGED)).isFalse();
    assertThat(ModelCard.isTagged(TAGGED.replace("text-ranking", "text-generation"))).isFalse();
    assertThat(ModelCard.isTagged("---\na: b\n---\npipeline_tag: text-ranking\n---\n")).isFalse();
    assertThat(ModelCard.isTagged(TAGGED.replace("\n", "\r\n"))).isTrue();
  }

  @Test
  void aModelIsCalledByItsDirectoryOrTheFirstHeadingOfItsPage() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("README.md"), "---\nx: 1\n---\n\n# My Zerank-1\n# Foo\n");

    assertThat(isCalled("zerank", "zeroentropy/zerank-2-reranker")).isTrue();
    assertThat(isCalled("zerank", "models--zeroentropy--zerank-1/snapshots/0a1b2c")).isTrue();
    assertThat(isCalled("zerank", "other")).isTrue();
    assertThat(isCalled("foo", "other")).isFalse();
    assertThat(isCalled("zerank", "zerank/qwen")).isFalse();
  }

  private boolean isCalled(String word, String directory) throws IOException {
    return ModelCard.names(word, new Folder(Files.createDirectories(folder.resolve(directory))));
  }

  private boolean isReranker(String directory) throws IOException {
    return ModelCard.callsReranker(new Folder(Files.createDirectories(folder.resolve(directory))));
  }
}
