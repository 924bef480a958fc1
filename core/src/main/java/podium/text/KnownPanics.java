package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import podium.RerankException.ModelUnavailable;

/// Refuses tokenizers that are broken in a way that makes the native library panic, which would end
/// the JVM. Most broken ones it refuses itself.
final class KnownPanics {

  private KnownPanics() {}

  /// @throws ModelUnavailable saying what is wrong
  static void check(TokenizerJson json) {
    checkNormalizer(json.normalizer());
    checkMerges(json.model());
  }

  private static void checkNormalizer(JsonNode normalizer) {
    boolean precompiled = normalizer.path("type").asText().equals("Precompiled");
    if (precompiled || normalizer.has("precompiled_charsmap")) {
      JsonNode charsmap = normalizer.path("precompiled_charsmap");
      if (!charsmap.isTextual() || !Charsmap.isSound(charsmap.textValue())) {
        throw new ModelUnavailable("tokenizer.json: precompiled_charsmap of normalizer is broken");
      }
    }
    normalizer.path("normalizers").forEach(KnownPanics::checkNormalizer);
  }

  /// The prefix is cut off the second part of each merge without looking.
  private static void checkMerges(JsonNode model) {
    String prefix = model.path("continuing_subword_prefix").asText("");
    if (prefix.isEmpty() || model.path("continuing_subword_prefix").isNull()) {
      return;
    }
    for (JsonNode merge : model.path("merges")) {
      String second =
          merge.isTextual()
              ? merge.textValue().substring(merge.textValue().indexOf(' ') + 1)
              : merge.path(1).asText();
      if (!second.startsWith(prefix)) {
        throw new ModelUnavailable(
            "tokenizer.json: the second part of the merge %s lacks the continuing_subword_prefix '%s'"
                .formatted(merge, prefix));
      }
    }
  }
}
