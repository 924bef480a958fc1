package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Writes `tokenizer.json` files that differ from the golden ones.
final class EditedTokenizer {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EditedTokenizer() {}

  /// The golden tokenizer of `model` after `edit`, in `folder`.
  static Path of(Path folder, String model, Consumer<ObjectNode> edit) {
    try {
      var root = (ObjectNode) JSON.readTree(GoldenTexts.tokenizer(model).toFile());
      edit.accept(root);
      return write(folder, root.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The added tokens of the golden tokenizer of `model`.
  static JsonNode addedTokens(String model) {
    try {
      return JSON.readTree(GoldenTexts.tokenizer(model).toFile()).path("added_tokens");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file of that content, in `folder`.
  static Path write(Path folder, String content) {
    try {
      return Files.writeString(folder.resolve("tokenizer.json"), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
