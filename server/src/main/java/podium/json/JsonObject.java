package podium.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The members of a JSON object by name, in their order. Null counts as absent.
public final class JsonObject {

  private final Map<String, JsonValue> members;

  private JsonObject(Map<String, JsonValue> members) {
    this.members = members;
  }

  /// Reads a request's body, which must be one JSON object in UTF-8 and nothing else.
  ///
  /// @throws JsonException if it is anything else
  public static JsonObject parse(byte[] body) {
    if (body.length == 0) {
      throw new JsonException("the body is empty");
    }
    Utf8.check(body);
    refuseUtf16(body);
    return Parsers.read(body, 0, body.length, parser -> root(parser, body));
  }

  /// UTF-16 and UTF-32 text of JSON is valid UTF-8 full of NULs, and Jackson would read it.
  private static void refuseUtf16(byte[] body) {
    for (int i = 0; i < Math.min(4, body.length); i++) {
      if (body[i] == 0) {
        throw new JsonException("the body is not UTF-8: it has a NUL at offset " + i);
      }
    }
  }

  private static JsonObject root(JsonParser parser, byte[] body) throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      String found = first == null ? "blank" : JsonValue.kind(first).toString();
      throw new JsonException("the body must be a JSON object, but is " + found);
    }
    JsonObject root = members(parser, body, 0, "");
    if (parser.nextToken() != null) {
      throw new JsonException("the body goes on after its JSON object");
    }
    return root;
  }

  /// Reads from behind `{` to its `}`.
  ///
  /// @param base where in `bytes` the parser began
  static JsonObject members(JsonParser parser, byte[] bytes, int base, String prefix)
      throws IOException {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      JsonValue value = JsonValue.current(parser, bytes, base, prefix + name);
      if (value.kind() != JsonKind.NULL) {
        members.put(name, value);
      }
    }
    return new JsonObject(members);
  }

  public Optional<JsonValue> get(String name) {
    return Optional.ofNullable(members.get(name));
  }

  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// All members that are not null.
  public Map<String, JsonValue> members() {
    return Collections.unmodifiableMap(members);
  }
}
