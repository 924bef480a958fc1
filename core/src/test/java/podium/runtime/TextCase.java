package podium.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import podium.nn.Golden;

/// A query and a document, and what the Python reference makes of them.
///
/// @param tokens length of the sequence
record TextCase(String name, String query, String document, int tokens, float logit) {

  /// All cases of a golden model, special tokens in texts being control tokens.
  static List<TextCase> of(String model) {
    return parseAll(Golden.expected(model).path("cases"));
  }

  /// Cases whose special tokens are plain text.
  static List<TextCase> literal(String model) {
    return parseAll(Golden.expected("special_tokens_as_text").path("families").path(model));
  }

  private static List<TextCase> parseAll(JsonNode cases) {
    List<TextCase> parsed =
        StreamSupport.stream(cases.spliterator(), false).map(TextCase::parse).toList();
    if (parsed.isEmpty()) {
      throw new IllegalStateException("there are no cases");
    }
    return parsed;
  }

  private static TextCase parse(JsonNode node) {
    return new TextCase(
        node.path("name").asText(),
        node.path("query").asText(),
        node.path("document").asText(),
        node.path("input_ids").size(),
        (node.has("logit") ? node.path("logit") : node.path("logits").path(0)).floatValue());
  }
}
