package podium.model;

import java.util.List;
import java.util.Optional;

/// What recognition looks at: the configuration files of a directory and the names in its tensor
/// files.
public interface ModelFiles {

  /// `config.json`.
  Config config();

  /// `architectures[0]` of `config.json`, if there is one.
  Optional<String> architecture();

  /// Names of the modules in `modules.json`, as their full Python types; empty without the file.
  List<String> moduleTypes();

  /// Another JSON file of the directory, such as `config_sentence_transformers.json`.
  Optional<Config> json(String relativePath);

  /// Whether the tensor files have a tensor of that name.
  boolean hasTensor(String name);

  /// Length of `id2label` if present, else `num_labels`, else 2 (the Hugging Face default).
  int labels();
}
