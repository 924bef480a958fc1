package podium.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import podium.Content;
import podium.Image;
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
    Content query,
    List<Content> documents,
    Optional<String> instruction,
    LengthLimits limits,
    int tokens,
    List<Float> logits) {

  RerankRequest request() {
    return new RerankRequest(query, documents, limits, RerankRequest.NO_TIMEOUT, 0, instruction);
  }

  /// All cases of a golden model, special tokens in texts being control tokens, but for those that
  /// need a setting of their own.
  static List<TextCase> of(String model) {
    return of(model, node -> !node.has("max_pixels"));
  }

  /// Cases whose images are to be scaled down to fewer pixels than usual.
  static List<TextCase> scaledDown(String model, int pixels) {
    return of(model, node -> node.path("max_pixels").asInt() == pixels);
  }

  private static List<TextCase> of(String model, Predicate<JsonNode> which) {
    return in(Golden.expected(model), which);
  }

  /// All cases of a file in the format of the goldens.
  static List<TextCase> in(JsonNode expected) {
    return in(expected, _ -> true);
  }

  private static List<TextCase> in(JsonNode expected, Predicate<JsonNode> which) {
    return parseAll(
        expected.path("cases").valueStream().filter(which),
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

  Content document() {
    return documents.getFirst();
  }

  /// Cases whose special tokens are plain text.
  static List<TextCase> literal(String model) {
    return parseAll(
        Golden.expected("special_tokens_as_text").path("families").path(model).valueStream(),
        LengthLimits.NONE);
  }

  private static List<TextCase> parseAll(Stream<JsonNode> cases, LengthLimits limits) {
    List<TextCase> parsed = cases.map(node -> parse(node, limits)).toList();
    if (parsed.isEmpty()) {
      throw new IllegalStateException("there are no cases");
    }
    return parsed;
  }

  private static TextCase parse(JsonNode node, LengthLimits limits) {
    return new TextCase(
        node.path("name").asText(),
        content(node.path("query")),
        documents(node),
        Optional.of(node.path("instruction")).filter(JsonNode::isTextual).map(JsonNode::asText),
        limits,
        node.path("input_ids").size(),
        logits(node));
  }

  private static List<Content> documents(JsonNode node) {
    return node.has("documents")
        ? node.path("documents").valueStream().map(TextCase::content).toList()
        : List.of(content(node.path("document")));
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

  /// A text, or images, by their file names, and text.
  private static Content content(JsonNode node) {
    if (node.isTextual()) {
      return Content.of(node.textValue());
    }
    JsonNode files = node.path("image");
    List<Image> images =
        (files.isTextual() ? Stream.of(files) : files.valueStream())
            .map(file -> Image.of(Golden.image(file.textValue())))
            .toList();
    return new Content.Visual(images, Optional.ofNullable(node.path("text").textValue()));
  }
}
