package podium.model;

import java.util.List;
import java.util.Optional;

/// What recognition looks at: the configuration files of a directory and the names in its tensor
/// files.
public interface ModelFiles {

  /// `config.json`.
  Config config();

  /// Another JSON file of the directory, such as `config_sentence_transformers.json`, or empty if
  /// there is none of that name.
  Optional<Config> json(String relativePath);

  /// Whether the tensor files have a tensor of that name.
  boolean hasTensor(String name);

  /// `architectures[0]` of `config.json`, if there is one.
  default Optional<String> architecture() {
    return config().texts("architectures").stream().findFirst();
  }

  /// Names of the modules in `modules.json`, as their full Python types; empty without the file.
  default List<String> moduleTypes() {
    return json("modules.json").map(modules -> modules.textsOfItems("type")).orElse(List.of());
  }

  /// Length of `id2label` if present, else `num_labels`, else 2 (the Hugging Face default).
  default int labels() {
    return config().size("id2label").orElseGet(() -> config().positive("num_labels", 2));
  }
}
