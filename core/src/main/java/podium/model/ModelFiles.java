package podium.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What recognition looks at: the configuration files of a directory and the names in its tensor
/// files.
public interface ModelFiles {

  /// `config.json`.
  Config config();

  /// Another JSON file of the directory, such as `config_sentence_transformers.json`, or empty if
  /// there is none of that name.
  Optional<Config> json(String relativePath);

  /// The ids that `tokenizer.json` gives to those of `tokens` that it has, by their exact spelling;
  /// none if there is no such file, or if its vocabulary is a list.
  Map<String, Integer> tokenIds(Set<String> tokens);

  /// Whether the tensor files have a tensor of that name.
  boolean hasTensor(String name);

  /// Whether the directory's name or the front matter of its `README.md` says that it is a
  /// reranker. Only a hint: people rename directories and leave the page out.
  boolean calledReranker();

  /// Whether the directory's name or the first heading of its `README.md` has `word`, in lower
  /// case.
  boolean called(String word);

  /// `architectures[0]` of `config.json`, if there is one.
  default Optional<String> architecture() {
    return config().texts("architectures").stream().findFirst();
  }

  /// Names of the modules in `modules.json`, as their full Python types; empty without the file.
  default List<String> moduleTypes() {
    return json("modules.json").map(modules -> modules.textsOfItems("type")).orElse(List.of());
  }

  /// The `config.json` of the first module in `modules.json` whose Python class has that name, such
  /// as `LogitScore`; empty if there is no such module, or if it has no configuration.
  default Optional<Config> module(String className) {
    List<String> types = moduleTypes();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i).endsWith("." + className)) {
        return json(modulePaths().get(i) + "/config.json");
      }
    }
    return Optional.empty();
  }

  private List<String> modulePaths() {
    return json("modules.json").map(modules -> modules.textsOfItems("path")).orElse(List.of());
  }

  /// Length of `id2label` if present, else `num_labels`, else 2 (the Hugging Face default).
  default int labels() {
    return labels(2);
  }

  /// The same, with another number for where neither is present.
  default int labels(int fallback) {
    return config().size("id2label").orElseGet(() -> config().positive("num_labels", fallback));
  }
}
