package podium.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import podium.Content;
import podium.LengthLimits;
import podium.RerankRequest;
import podium.nn.Golden;

/// A query with the documents of one request, one but for lists, and what the Python reference
/// makes of them.
///
/// @param tokens length of the sequence
/// @param logits raw scores of the documents
record TextCase(
    String name,
    String query,
    List<String> documents,
    Optional<String> instruction,
    LengthLimits limits,
    int tokens,
    List<Float> logits) {

  RerankRequest request() {
    return new RerankRequest(
        Content.of(query),
        documents.stream().map(Content::of).toList(),
        limits,
        RerankRequest.NO_TIMEOUT,
        0,
        instruction);
  }

  /// All cases of a golden model, special tokens in texts being control tokens.
  static List<TextCase> of(String model) {
    JsonNode expected = Golden.expected(model);
    return parseAll(
        expected.path("cases"),
        new LengthLimits(maxLength(expected), maxDocument(expected), false));
  }

  /// Of a list, the shortest that leaves its query as long as the reference does: a quarter.
  private static int maxLength(JsonNode expected) {
    return expected.has("max_query_length")
        ? 4 * expected.path("max_query_length").intValue()
        : expected.path("max_length").asInt(Integer.MAX_VALUE);
  }

  private static int maxDocument(JsonNode expected) {
    return expected.path("max_document_length").asInt(Integer.MAX_VALUE);
  }

  String document() {
    return documents.getFirst();
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
        texts(node),
        Optional.of(node.path("instruction")).filter(JsonNode::isTextual).map(JsonNode::asText),
        limits,
        node.path("input_ids").size(),
        logits(node));
  }

  private static List<String> texts(JsonNode node) {
    return node.has("documents")
        ? node.path("documents").valueStream().map(JsonNode::asText).toList()
        : List.of(node.path("document").asText());
  }

  private static List<Float> logits(JsonNode node) {
    if (node.has("logit")) {
      return List.of(node.path("logit").floatValue());
    }
    return (node.has("scores") ? node.path("scores") : node.path("logits"))
        .valueStream()
        .map(JsonNode::floatValue)
        .toList();
  }
}
