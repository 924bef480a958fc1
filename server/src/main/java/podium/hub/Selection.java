package podium.hub;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import podium.RerankException.ModelUnavailable;
import podium.hub.HubException.Refused;
import podium.model.ForeignWeights;

/// Which files of a repository are needed. Names come from the hub and become names on disk, so
/// that only those are taken that one of these rules spells out: what leads elsewhere, what is
/// hidden and what we have no use for (`onnx/`, `original/`, pickle files) matches none.
final class Selection {

  private static final String SINGLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  /// What recognition, tokenizer and networks read, and the page and licence for people.
  private static final Set<String> NAMES =
      Set.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "chat_template.jinja",
          "chat_template.json",
          "modules.json",
          "config_sentence_transformers.json",
          "sentence_bert_config.json",
          "preprocessor_config.json",
          "processor_config.json",
          "video_preprocessor_config.json",
          "README.md",
          "LICENSE",
          "LICENSE.md",
          "LICENSE.txt",
          "NOTICE");

  /// A module of sentence-transformers, such as `1_LogitScore/config.json`.
  private static final Pattern MODULE =
      Pattern.compile("[0-9]{1,2}_[A-Za-z0-9]{1,40}/(config\\.json|model\\.safetensors)");

  private static final Pattern SHARD =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\\.safetensors");

  private Selection() {}

  /// The files to get, without the shards of an index, sorted.
  ///
  /// @throws Refused if the repository has no weights that we read, or no tokenizer
  static List<String> of(HubName name, Collection<String> files) throws Refused {
    var wanted = new TreeSet<>(files.stream().filter(Selection::isNeeded).toList());
    if (files.contains(SINGLE)) {
      wanted.add(SINGLE);
    } else if (files.contains(INDEX)) {
      wanted.add(INDEX);
    } else {
      throw withoutWeights(name, files);
    }
    for (String needed : List.of("config.json", "tokenizer.json")) {
      if (!files.contains(needed)) {
        throw new Refused("%s has no %s, without which it cannot be used".formatted(name, needed));
      }
    }
    return List.copyOf(wanted);
  }

  /// The shards that an index names, sorted.
  ///
  /// @param named names of files as the index has them
  /// @throws Refused if one is not there, or no file may be called so
  static List<String> shards(HubName name, Collection<String> named, Collection<String> files)
      throws Refused {
    for (String shard : named) {
      if (!SHARD.matcher(shard).matches() || !files.contains(shard)) {
        throw new Refused(
            "%s: %s names the file '%s', which %s"
                .formatted(
                    name,
                    INDEX,
                    shard.substring(0, Math.min(shard.length(), 100)),
                    files.contains(shard) ? "no file of weights is called" : "is not there"));
      }
    }
    return named.stream().distinct().sorted().toList();
  }

  private static boolean isNeeded(String path) {
    return NAMES.contains(path) || MODULE.matcher(path).matches();
  }

  private static Refused withoutWeights(HubName name, Collection<String> files) {
    ModelUnavailable reason =
        ForeignWeights.refusal(Stream.concat(top(files), onnx(files)).toList());
    Optional<String> base = files.contains("adapter_config.json") ? Optional.empty() : hint(files);
    return new Refused("%s: %s%s".formatted(name, reason.getMessage(), base.orElse("")), reason);
  }

  /// The hub's own robot offers conversions of pickle files as pull requests.
  private static Optional<String> hint(Collection<String> files) {
    return files.stream().anyMatch(file -> file.endsWith(".bin"))
        ? Optional.of("; if its discussions offer a conversion, add @refs/pr/NUMBER to the name")
        : Optional.empty();
  }

  private static Stream<String> top(Collection<String> files) {
    return files.stream().filter(file -> !file.contains("/")).sorted();
  }

  private static Stream<String> onnx(Collection<String> files) {
    return files.stream().filter(file -> file.startsWith("onnx/")).sorted();
  }
}
