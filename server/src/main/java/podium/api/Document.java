package podium.api;

import java.util.ArrayList;
import java.util.List;
import podium.Content;
import podium.RerankException.InvalidRequest;
import podium.json.JsonKind;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// A query or one item of `documents`: what is scored, and what is echoed. A string is its own
/// text; an object has it under `text`, or spread over the `rank_fields`, and may carry anything
/// else.
///
/// @param content what is scored
/// @param source the bytes that came
public record Document(Content content, JsonValue source) {

  /// A document whose text is itself, or its `text`.
  public static Document of(JsonValue source) {
    return new Document(
        Content.of(
            switch (source.kind()) {
              case STRING -> source.text();
              case OBJECT -> text(source, withoutImage(source));
              case NUMBER, BOOLEAN, ARRAY, NULL -> throw source.wrong("a string or an object");
            }),
        source);
  }

  /// A document whose text, if it is an object, is the values of some keys.
  ///
  /// @param rankFields the keys, in the order of the values
  static Document of(JsonValue source, List<String> rankFields) {
    return source.kind() == JsonKind.OBJECT
        ? new Document(Content.of(text(source, withoutImage(source), rankFields)), source)
        : of(source);
  }

  private static JsonObject withoutImage(JsonValue source) {
    JsonObject object = source.object();
    if (object.has("image")) {
      throw new InvalidRequest(source.name() + ".image: images are not supported, only text");
    }
    return object;
  }

  private static String text(JsonValue source, JsonObject object) {
    return object
        .get("text")
        .map(JsonValue::text)
        .orElseThrow(() -> new InvalidRequest(source.name() + " has no text"));
  }

  /// One value a line. What is no string is taken as its JSON.
  private static String text(JsonValue source, JsonObject object, List<String> rankFields) {
    List<String> values = new ArrayList<>();
    for (String field : rankFields) {
      object
          .get(field)
          .map(value -> value.kind() == JsonKind.STRING ? value.text() : value.json())
          .ifPresent(values::add);
    }
    if (values.isEmpty()) {
      throw new InvalidRequest(
          "%s has none of the rank_fields %s"
              .formatted(source.name(), String.join(", ", rankFields)));
    }
    return String.join("\n", values);
  }

  boolean isBlank() {
    return switch (content) {
      case Content.Text text -> text.text().isBlank();
    };
  }

  /// The document as answers have it: always an object, with everything the client sent.
  String echo() {
    return source.kind() == JsonKind.STRING
        ? "{\"text\":%s}".formatted(source.json())
        : source.json();
  }
}
