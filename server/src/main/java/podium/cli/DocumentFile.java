package podium.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.RerankException.InvalidRequest;
import podium.api.Document;
import podium.http.Json;
import podium.json.JsonException;
import podium.json.JsonKind;
import podium.json.JsonObject;
import podium.json.JsonValue;

/// The documents of `podium rerank`: one a line, blank lines left out. If the first one is a JSON
/// string or object, all must be.
final class DocumentFile {

  private final String name;
  private final List<String> lines;

  private DocumentFile(String name, List<String> lines) {
    this.name = name;
    this.lines = lines;
  }

  /// The documents in `file`, or those in `in` if that is `-`.
  static List<Document> read(String file, InputStream in) throws StartFailure {
    String name = file.equals("-") ? "standard input" : file;
    String text = decode(name, bytes(file, in));
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      throw new StartFailure(name + " has no documents");
    }
    return new DocumentFile(name, lines).documents();
  }

  private List<Document> documents() throws StartFailure {
    boolean isJson = json(lines.getFirst()).isPresent();
    List<Document> documents = new ArrayList<>();
    for (String line : lines) {
      documents.add(isJson ? parsed(line, documents.size() + 1) : Document.of(quoted(line)));
    }
    return documents;
  }

  private Document parsed(String line, int number) throws StartFailure {
    try {
      return json(line)
          .map(DocumentFile::document)
          .orElseThrow(
              () -> new InvalidRequest("it is no JSON string or object, but the first is"));
    } catch (InvalidRequest e) {
      throw new StartFailure("%s, document %d: %s".formatted(name, number, e.getMessage()), e);
    }
  }

  /// An object without either is a mistake in a file, whatever a model may make of it.
  private static Document document(JsonValue value) {
    Document document = Document.of(value);
    if (document.isNothing()) {
      throw new InvalidRequest("document has neither text nor image");
    }
    return document;
  }

  /// The line as a JSON string or object; empty if it is neither.
  private static Optional<JsonValue> json(String line) {
    try {
      return member("{\"document\":%s}".formatted(line))
          .filter(value -> value.kind() == JsonKind.STRING || value.kind() == JsonKind.OBJECT);
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static JsonValue quoted(String line) {
    return member(Json.object(json -> json.writeStringField("document", line)).toString())
        .orElseThrow();
  }

  private static Optional<JsonValue> member(String object) {
    return JsonObject.parse(object.getBytes(StandardCharsets.UTF_8)).get("document");
  }

  private static byte[] bytes(String file, InputStream in) throws StartFailure {
    try {
      return file.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new StartFailure("%s does not exist".formatted(file), e);
    } catch (IOException e) {
      throw new StartFailure("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String decode(String name, byte[] bytes) throws StartFailure {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new StartFailure("%s is not UTF-8 text".formatted(name), e);
    }
  }
}
