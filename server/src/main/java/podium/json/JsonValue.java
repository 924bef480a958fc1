package podium.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.RerankException.InvalidRequest;

/// A value somewhere in a request's body: where its bytes are, and what it is. Nothing is decoded
/// before it is asked for, so that a body of 64 MiB costs little more than itself, and what is
/// echoed is echoed as it came.
public final class JsonValue {

  private static final int LONGEST_QUOTE = 60;
  private static final Pattern WHOLE = Pattern.compile("(-?[0-9]+)(?:\\.0+)?");
  private static final BigInteger MAX_INT = BigInteger.valueOf(Integer.MAX_VALUE);

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final JsonKind kind;
  private final String name;

  private JsonValue(byte[] bytes, int start, int end, JsonKind kind, String name) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.kind = kind;
    this.name = name;
  }

  /// Reads a text that is one JSON value and nothing else.
  ///
  /// @param name what complaints are to call it
  /// @throws JsonException if it is anything else
  public static JsonValue parse(String text, String name) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) { // which Jackson would take for a sign of UTF-16
      throw new JsonException(name + " has a NUL");
    }
    return Parsers.read(bytes, 0, bytes.length, name, parser -> only(parser, bytes, name));
  }

  private static JsonValue only(JsonParser parser, byte[] bytes, String name) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonException(name + " is blank");
    }
    JsonValue value = current(parser, bytes, 0, name);
    if (parser.nextToken() != null) {
      throw new JsonException(name + " goes on after its JSON value");
    }
    return value;
  }

  /// The value that begins at the parser's current token, which is left at its last one.
  ///
  /// @param base where in `bytes` the parser began
  static JsonValue current(JsonParser parser, byte[] bytes, int base, String name)
      throws IOException {
    JsonKind kind = kind(parser.currentToken());
    long start = parser.currentTokenLocation().getByteOffset();
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
    } else {
      parser.finishToken();
    }
    long end = parser.currentLocation().getByteOffset();
    return new JsonValue(bytes, base + (int) start, base + (int) end, kind, name);
  }

  static JsonKind kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> JsonKind.OBJECT;
      case START_ARRAY -> JsonKind.ARRAY;
      case VALUE_STRING -> JsonKind.STRING;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonKind.NUMBER;
      case VALUE_TRUE, VALUE_FALSE -> JsonKind.BOOLEAN;
      case VALUE_NULL -> JsonKind.NULL;
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException(
              "no value begins with %s. This is a bug.".formatted(token));
    };
  }

  public JsonKind kind() {
    return kind;
  }

  /// Where it stands, as messages name it: `documents[3].text`.
  public String name() {
    return name;
  }

  /// Its JSON text, byte for byte as it came.
  public String json() {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /// The characters of a string.
  ///
  /// @throws InvalidRequest if it is no string, or one that UTF-8 cannot carry
  public String text() {
    if (kind != JsonKind.STRING) {
      throw wrong("a string");
    }
    String text = unescaped();
    if (Utf8.hasLoneSurrogate(text)) {
      throw new InvalidRequest(
          "%s has half of a surrogate pair (\\ud800 to \\udfff), which is no character"
              .formatted(name));
    }
    return text;
  }

  private String unescaped() {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        return Parsers.read(bytes, start, end, JsonParser::nextTextValue);
      }
    }
    return new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
  }

  /// True or false, also as the strings `"true"` and `"false"`, which some clients send.
  public boolean flag() {
    return switch (quote()) {
      case "true", "\"true\"" -> true;
      case "false", "\"false\"" -> false;
      default -> throw wrong("true or false");
    };
  }

  /// A whole number of at least 1; what no `int` can hold counts as [Integer#MAX_VALUE].
  public int positive() {
    BigInteger value = whole("a whole number of at least 1");
    if (value.signum() < 1) {
      throw wrong("a whole number of at least 1");
    }
    return value.min(MAX_INT).intValue();
  }

  /// A whole number in `min..max`.
  public int between(int min, int max) {
    String expected = "a whole number in %d..%d".formatted(min, max);
    BigInteger value = whole(expected);
    if (value.compareTo(BigInteger.valueOf(min)) < 0
        || value.compareTo(BigInteger.valueOf(max)) > 0) {
      throw wrong(expected);
    }
    return value.intValue();
  }

  /// 5.0 is a whole number, as JSON Schema has it and languages write it that know no other
  /// numbers; 1.5 is none. With an exponent it is refused: a few bytes could stand for more digits
  /// than fit in memory.
  private BigInteger whole(String expected) {
    if (kind != JsonKind.NUMBER) {
      throw wrong(expected);
    }
    Matcher number = WHOLE.matcher(json());
    if (!number.matches()) {
      throw wrong(expected);
    }
    return new BigInteger(number.group(1));
  }

  /// The items of an array, nulls included.
  ///
  /// @throws InvalidRequest if there are more than `limit`
  public List<JsonValue> items(int limit) {
    if (kind != JsonKind.ARRAY) {
      throw wrong("an array");
    }
    return Parsers.read(bytes, start, end, parser -> items(parser, limit));
  }

  private List<JsonValue> items(JsonParser parser, int limit) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    int count = 0;
    parser.nextToken();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count < limit) {
        items.add(current(parser, bytes, start, name + "[" + count + "]"));
      } else {
        parser.skipChildren();
      }
      count++;
    }
    if (count > limit) {
      throw new InvalidRequest("%s has %d items, the limit is %d".formatted(name, count, limit));
    }
    return items;
  }

  /// The members of an object.
  public JsonObject object() {
    if (kind != JsonKind.OBJECT) {
      throw wrong("an object");
    }
    return Parsers.read(
        bytes,
        start,
        end,
        parser -> {
          parser.nextToken();
          return JsonObject.members(parser, bytes, start, name + ".");
        });
  }

  /// The complaint that this value is not what was `expected`.
  public InvalidRequest wrong(String expected) {
    return new InvalidRequest("%s must be %s, but is %s".formatted(name, expected, quote()));
  }

  /// Its JSON text if that is short, else the beginning of it, or its kind.
  private String quote() {
    return switch (kind) {
      case OBJECT, ARRAY -> kind.toString();
      case STRING, NUMBER, BOOLEAN, NULL -> shortened();
    };
  }

  private String shortened() {
    if (end - start <= LONGEST_QUOTE) {
      return json();
    }
    // The cut may fall inside a character, which then decodes to U+FFFD.
    String head = new String(bytes, start, LONGEST_QUOTE, StandardCharsets.UTF_8);
    return head.replaceFirst("\ufffd$", "") + "…";
  }
}
