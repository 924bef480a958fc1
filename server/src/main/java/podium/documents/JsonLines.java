package podium.documents;

import java.util.ArrayList;
import java.util.List;
import podium.RerankException.InvalidRequest;
import podium.json.JsonException;
import podium.json.JsonKind;
import podium.json.JsonValue;

/// Reads a file that has a JSON string or object a line.
record JsonLines(String file, TextFields fields) {

  private static final String NAME = "document";

  /// Whether a line is a document in JSON rather than a text.
  static boolean isDocument(String line) {
    try {
      JsonKind kind = JsonValue.parse(line, NAME).kind();
      return kind == JsonKind.STRING || kind == JsonKind.OBJECT;
    } catch (JsonException e) {
      return false;
    }
  }

  List<PlacedDocument> read(String text) throws UnreadableInput {
    List<PlacedDocument> documents = new ArrayList<>();
    long number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (!line.isBlank()) {
        documents.add(document(line, new Place(file, number)));
      }
    }
    return documents;
  }

  private PlacedDocument document(String line, Place place) throws UnreadableInput {
    try {
      return new PlacedDocument(fields.document(JsonValue.parse(line, NAME)), place);
    } catch (InvalidRequest e) {
      throw UnreadableInput.at(place, String.valueOf(e.getMessage()), line);
    } catch (JsonException e) {
      String complaint =
          String.valueOf(e.getMessage()).replace(" at line 1, column ", " at column ");
      throw UnreadableInput.at(place, complaint, line);
    }
  }
}
