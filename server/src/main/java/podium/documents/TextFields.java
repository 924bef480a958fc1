package podium.documents;

import java.util.Collection;
import java.util.List;
import podium.RerankException.InvalidRequest;
import podium.api.Document;
import podium.json.JsonKind;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// Which members of JSON objects, or columns of tables, hold the text of documents.
///
/// @param names in the order in which their values are joined, one a line; none: the first of
///   [#USUAL] that is there
public record TextFields(List<String> names) {

  /// What the text is mostly called.
  public static final List<String> USUAL =
      List.of("text", "content", "document", "passage", "body");

  public TextFields {
    names = List.copyOf(names);
  }

  /// What `value`, a string or an object, says.
  ///
  /// @throws InvalidRequest if it is neither, or an object without text and image
  Document document(JsonValue value) {
    if (value.kind() != JsonKind.OBJECT) {
      return Document.of(value);
    }
    JsonObject object = value.object();
    List<String> chosen = of(object.members().keySet());
    if (names.isEmpty()) {
      chosen.forEach(name -> object.get(name).ifPresent(JsonValue::text)); // complains of the rest
    }
    return Document.of(value, chosen);
  }

  /// Those of a table's columns that hold the text.
  ///
  /// @throws InvalidRequest if a named one is missing, or none can be told to be it
  List<String> columns(List<String> header) {
    for (String name : names) {
      if (!header.contains(name)) {
        throw new InvalidRequest(
            "there is no column %s, but %s".formatted(name, String.join(", ", header)));
      }
    }
    return names.isEmpty() && header.size() == 1 ? header : of(header);
  }

  private List<String> of(Collection<String> there) {
    List<String> wanted = names.isEmpty() ? USUAL : names;
    List<String> found = wanted.stream().filter(there::contains).toList();
    if (found.isEmpty() && !there.contains("image")) {
      throw new InvalidRequest(
          "there is none of %s, and no image, but %s; --field says which is the text"
              .formatted(String.join(", ", wanted), String.join(", ", there)));
    }
    return names.isEmpty() ? found.stream().limit(1).toList() : found;
  }
}
