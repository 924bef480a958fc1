package podium.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import podium.Content;
import podium.LengthLimits;
import podium.RerankRequest;
import podium.nn.Golden;

/// A query and a document, and what the Python reference makes of them.
///
/// @param tokens length of the sequence
record TextCase(
    String name,
    String query,
    String document,
    Optional<String> instruction,
    LengthLimits limits,
    int tokens,
    float logit) {

  RerankRequest request() {
    return new RerankRequest(
        Content.of(query),
        List.of(Content.of(document)),
        limits,
        RerankRequest.NO_TIMEOUT,
        0,
        instruction);
  }

  /// All cases of a golden model, special tokens in texts being control tokens.
  static List<TextCase> of(String model) {
    return in(Golden.expected(model));
  }

  /// The same of a file in the format of the goldens.
  static List<TextCase> in(JsonNode expected) {
    int maxLength = expected.path("max_length").asInt(Integer.MAX_VALUE);
    return parseAll(expected.path("cases"), new LengthLimits(maxLength, Integer.MAX_VALUE, false));
  }

  /// Cases whose special tokens are plain text.
  static List<TextCase> literal(String model) {
    return parseAll(
        Golden.expected("special_tokens_as_text").path("families").path(model), LengthLimits.NONE);
  }

  private static List<TextCase> parseAll(JsonNode cases, LengthLimits limits) {
    List<TextCase> parsed =
        StreamSupport.stream(cases.spliterator(), false).map(node -> parse(node, limits)).toList();
    if (parsed.isEmpty()) {
      throw new IllegalStateException("there are no cases");
    }
    return parsed;
  }

  private static TextCase parse(JsonNode node, LengthLimits limits) {
    return new TextCase(
        node.path("name").asText(),
        node.path("query").asText(),
        node.path("document").asText(),
        Optional.of(node.path("instruction")).filter(JsonNode::isTextual).map(JsonNode::asText),
        limits,
        node.path("input_ids").size(),
        (node.has("logit") ? node.path("logit") : node.path("logits").path(0)).floatValue());
  }
}
