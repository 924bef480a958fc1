package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.NotEnoughMemory;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.engine.ReferenceEngine;
import podium.nn.Families;
import podium.nn.Golden;

class ModelLoaderTest {

  @TempDir Path folder;

  @Test
  void refusesAModelThatDoesNotFitInMemory() throws IOException {
    ModelLoader loader = withMemory(50_000);

    var options = new RerankerOptions(Optional.empty(), SpecialTokens.TEXT, 2, 1, 1024, 1000);

    assertThatThrownBy(() -> loader.open(Golden.of("bert").model(), options))
        .isInstanceOf(NotEnoughMemory.class)
        .hasMessage("in F32 it needs 0.07 GB of memory, but only 0.05 GB are available");
  }

  /// A token of this model takes some 3 kB.
  @Test
  void aPromptThatDoesNotFitInMemoryIsRefused() throws IOException {
    List<String> documents = Collections.nCopies(125, "7".repeat(450));
    try (Reranker reranker =
        withMemory(205_000).open(Golden.of("jina_v3").model(), RerankerOptions.DEFAULT)) {
      assertThatThrownBy(() -> reranker.score(RerankRequest.of("7", documents)))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageMatching(
              "a prompt of \\d{5} tokens needs more memory than there is, which is enough for [3-5]\\d{4}; a lower max_length makes prompts shorter");
      assertThat(reranker.score(RerankRequest.of("7", List.of("7"))).size()).isEqualTo(1);
    }
  }

  private ModelLoader withMemory(int kilobytes) throws IOException {
    Files.createDirectories(folder.resolve("proc"));
    Files.writeString(folder.resolve("proc/meminfo"), "MemAvailable: %d kB\n".formatted(kilobytes));
    return new ModelLoader(
        _ -> new ReferenceEngine(),
        new MemoryCheck(new AvailableMemory(folder)),
        Families.IN_ORDER);
  }

  @Test
  void refusesAModelWithoutTokenizer() throws IOException {
    Path model = copyOf("bert");
    Files.delete(model.resolve("tokenizer.json"));

    assertThatThrownBy(() -> Reranker.open(model))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContaining("tokenizer.json");
  }

  @Test
  void refusesAModelWithATensorMissing() throws IOException {
    Path model = copyOf("bert");
    Path config = model.resolve("config.json");
    Files.writeString(
        config,
        Files.readString(config).replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4"));

    assertThatThrownBy(() -> Reranker.open(model))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessageContaining("encoder.layer.3");
  }

  private Path copyOf(String golden) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(golden));
    try (var files = Files.list(Golden.of(golden).model())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }
}
