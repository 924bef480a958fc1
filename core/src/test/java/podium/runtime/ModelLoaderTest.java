package podium.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankException.ModelUnavailable;
import podium.Reranker;
import podium.RerankerOptions;
import podium.engine.ReferenceEngine;
import podium.nn.Families;
import podium.nn.Golden;

class ModelLoaderTest {

  @TempDir Path folder;

  @Test
  void refusesAModelThatDoesNotFitInMemory() throws IOException {
    Files.createDirectories(folder.resolve("proc"));
    Files.writeString(folder.resolve("proc/meminfo"), "MemAvailable: 100000 kB\n");
    var loader =
        new ModelLoader(
            _ -> new ReferenceEngine(),
            new MemoryCheck(new AvailableMemory(folder)),
            Families.IN_ORDER);

    assertThatThrownBy(() -> loader.open(Golden.of("bert").model(), RerankerOptions.DEFAULT))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("in F32 it needs 0.2 GB of memory, but only 0.1 GB are available");
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
