package podium.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import podium.model.ModelDirectory;
import podium.model.TensorFile;

/// A model directory under the test's own control: some JSON files beside the tensors of a golden
/// model, or beside none.
final class ModelCopy {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;

  private ModelCopy(Path directory) {
    this.directory = directory;
  }

  /// A new directory below `parent` whose tensor file has the name of a classifier, of which some
  /// recognition wants to know, and nothing else.
  static ModelCopy withoutWeights(Path parent) {
    try {
      Path directory = Files.createTempDirectory(parent, "model");
      new TensorFile()
          .f32("classifier.weight", "[1]", 0)
          .write(directory.resolve("model.safetensors"));
      return new ModelCopy(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A new directory below `parent` with configuration, tokenizer and tensors of a model of
  /// [Golden] or [Formula] that has these in one file.
  static ModelCopy of(String name, Path parent) {
    Path model = (Formula.NAMES.contains(name) ? Formula.of(name) : Golden.of(name)).model();
    try {
      Path directory = Files.createTempDirectory(parent, name);
      for (String file : new String[] {"config.json", "tokenizer.json", "model.safetensors"}) {
        Files.copy(model.resolve(file), directory.resolve(file));
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
