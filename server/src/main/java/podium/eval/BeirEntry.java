package podium.eval;

import java.util.Optional;
import podium.RerankException.InvalidRequest;
import podium.json.JsonException;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// A document or query as BEIR writes it: a JSON object on a line, of which only these members
/// count.
///
/// @param title empty if it has none, as queries do
record BeirEntry(String id, String title, String text) {

  /// Characters of an id.
  private static final int LONGEST_ID = 1_000;

  /// @throws DatasetException naming what is wrong with the line
  static BeirEntry parse(Line line) {
    JsonObject object = object(line);
    try {
      String id = text(object, "_id").orElseThrow(() -> line.wrong("_id is missing"));
      if (id.isBlank() || id.length() > LONGEST_ID) {
        throw line.wrong(
            "_id must have 1 to %d characters, not all blank, but has %d"
                .formatted(LONGEST_ID, id.length()));
      }
      return new BeirEntry(
          id,
          text(object, "title").orElse(""),
          text(object, "text").orElseThrow(() -> line.wrong("text is missing")));
    } catch (InvalidRequest e) {
      throw line.wrong(String.valueOf(e.getMessage()));
    }
  }

  private static JsonObject object(Line line) {
    try {
      return JsonObject.parse(line.bytes());
    } catch (JsonException e) {
      throw line.wrong(
          String.valueOf(e.getMessage())
              .replaceFirst("^the body", "it")
              .replaceFirst(" at line 1, column", " at column"));
    }
  }

  private static Optional<String> text(JsonObject object, String name) {
    return object.get(name).map(JsonValue::text);
  }

  /// Title and text joined by a space, which is what BEIR's reranking gives to cross-encoders.
  String titleAndText() {
    return (title + " " + text).strip();
  }
}
