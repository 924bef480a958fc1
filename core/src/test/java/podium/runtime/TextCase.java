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

/// A query and a document, and what the Python reference makes of them.
///
/// @param tokens length of the sequence
record TextCase(
    String name,
    Content query,
    Content document,
    Optional<String> instruction,
    LengthLimits limits,
    int tokens,
    float logit) {

  RerankRequest request() {
    return new RerankRequest(
        query, List.of(document), limits, RerankRequest.NO_TIMEOUT, 0, instruction);
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
    JsonNode expected = Golden.expected(model);
    int maxLength = expected.path("max_length").asInt(Integer.MAX_VALUE);
    return parseAll(
        expected.path("cases").valueStream().filter(which),
        new LengthLimits(maxLength, Integer.MAX_VALUE, false));
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
        content(node.path("document")),
        Optional.of(node.path("instruction")).filter(JsonNode::isTextual).map(JsonNode::asText),
        limits,
        node.path("input_ids").size(),
        (node.has("logit") ? node.path("logit") : node.path("logits").path(0)).floatValue());
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
