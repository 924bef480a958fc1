package podium.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import podium.model.ModelDirectory;

/// A model directory under the test's own control: some JSON files beside the tensors of a golden
/// model, or beside none.
final class ModelCopy {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  private ModelCopy(Path directory) {
    this.directory = directory;
  }

  /// A new directory below `parent` whose tensor file is in order and empty.
  static ModelCopy withoutTensors(Path parent) {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    byte[] file =
        ByteBuffer.allocate(Long.BYTES + header.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array();
    try {
      Path directory = Files.createTempDirectory(parent, "model");
      Files.write(directory.resolve("model.safetensors"), file);
      return new ModelCopy(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A new directory below `parent` with configuration, tokenizer and tensors of a golden model
  /// that has these in one file.
  static ModelCopy of(String golden, Path parent) {
    try {
      Path directory = Files.createTempDirectory(parent, golden);
      for (String file : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
        Files.copy(Golden.of(golden).model().resolve(file), directory.resolve(file));
      }
      return new ModelCopy(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sets one key of `config.json` to a value written as JSON.
  ModelCopy with(String key, String value) {
    try {
      ObjectNode config = (ObjectNode) JSON.readTree(directory.resolve("config.json").toFile());
      config.set(key, JSON.readTree(value));
      return with("config.json", config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a JSON file, in a folder of its own if its name says so.
  ModelCopy with(String file, JsonNode content) {
    try {
      Path path = directory.resolve(file);
      Files.createDirectories(path.getParent());
      JSON.writeValue(path.toFile(), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /// Writes a file as it is.
  ModelCopy withText(String file, String content) {
    try {
      Files.writeString(directory.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Path path() {
    return directory;
  }

  ModelDirectory open() {
    return ModelDirectory.open(directory);
  }
}
