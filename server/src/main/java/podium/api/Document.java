package podium.api;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.Content;
import podium.Image;
import podium.RerankException.InvalidRequest;
import podium.http.Json;
import podium.image.ImageReference;
import podium.json.JsonKind;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// A query or one item of `documents`: what is scored, and what is echoed. A string is its own
/// text; an object has it under `text`, or spread over the `rank_fields`, may have one image or
/// several under `image`, and may carry anything else.
///
/// @param content what is scored
/// @param source the bytes that came
public record Document(Content content, JsonValue source) {

  private static final int MOST_IMAGES = 100;

  /// A document whose text is itself, or its `text`.
  public static Document of(JsonValue source) {
    return switch (source.kind()) {
      case STRING -> new Document(Content.of(source.text()), source);
      case OBJECT -> {
        JsonObject object = source.object();
        yield of(source, images(object), object.get("text").map(JsonValue::text));
      }
      case NUMBER, BOOLEAN, ARRAY, NULL -> throw source.wrong("a string or an object");
    };
  }

  /// A document whose text, if it is an object, is the values of some keys.
  ///
  /// @param rankFields the keys, in the order of the values
  public static Document of(JsonValue source, List<String> rankFields) {
    if (source.kind() != JsonKind.OBJECT) {
      return of(source);
    }
    JsonObject object = source.object();
    List<Image> images = images(object);
    Optional<String> text = text(object, rankFields);
    if (images.isEmpty() && text.isEmpty()) {
      throw new InvalidRequest(
          "%s has none of the rank_fields %s"
              .formatted(source.name(), String.join(", ", rankFields)));
    }
    return of(source, images, text);
  }

  private static Document of(JsonValue source, List<Image> images, Optional<String> text) {
    Content content =
        images.isEmpty() && text.isPresent()
            ? Content.of(text.get())
            : new Content.Visual(images, text);
    return new Document(content, source);
  }

  private static List<Image> images(JsonObject object) {
    return object
        .get("image")
        .map(value ->
            switch (value.kind()) {
              case STRING -> List.of(image(value));
              case ARRAY -> value.items(MOST_IMAGES).stream().map(Document::image).toList();
              case OBJECT, NUMBER, BOOLEAN, NULL -> throw value.wrong("a string or an array");
            })
        .orElse(List.of());
  }

  /// Whether it may be followed is for the model to say; here it must make sense.
  private static Image image(JsonValue value) {
    String reference = value.text();
    try {
      var _ = ImageReference.parse(reference);
    } catch (InvalidRequest e) {
      throw new InvalidRequest(value.name() + ": " + e.getMessage());
    }
    return new Image(reference);
  }

  /// One value a line. What is no string is taken as its JSON.
  private static Optional<String> text(JsonObject object, List<String> rankFields) {
    List<String> values = new ArrayList<>();
    for (String field : rankFields) {
      object
          .get(field)
          .map(value -> value.kind() == JsonKind.STRING ? value.text() : value.json())
          .ifPresent(values::add);
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", values));
  }

  /// Whether it is an object without text and image.
  public boolean isNothing() {
    return content instanceof Content.Visual visual && visual.images().isEmpty();
  }

  boolean isBlank() {
    return content instanceof Content.Text text && text.text().isBlank();
  }

  /// The document as answers have it: always an object, with everything the client sent but the
  /// bytes of images.
  public String echo() {
    if (source.kind() == JsonKind.STRING) {
      return "{\"text\":%s}".formatted(source.json());
    }
    return hasImageBytes() ? withoutImage().toString() : source.json();
  }

  private boolean hasImageBytes() {
    return content instanceof Content.Visual visual
        && visual.images().stream()
            .map(image -> ImageReference.parse(image.reference()))
            .anyMatch(ImageReference.Inline.class::isInstance);
  }

  private Buffer withoutImage() {
    return Json.object(json -> {
      for (Map.Entry<String, JsonValue> member : source.object().members().entrySet()) {
        if (!member.getKey().equals("image")) {
          json.writeFieldName(member.getKey());
          json.writeRawValue(member.getValue().json());
        }
      }
    });
  }
}
