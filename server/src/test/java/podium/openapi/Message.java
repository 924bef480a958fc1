package podium.openapi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One message of HTTP/1.1, a character a byte.
///
/// @param headers by their names in lower case
/// @param end where the next one begins
record Message(String firstLine, Map<String, List<String>> headers, String body, int end) {

  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,7})[^\r\n]*\r\n");

  /// The message that begins at `start`; empty if some of it is missing, or nobody can tell.
  ///
  /// @param hasBody false if it has none whatever its headers say
  static Optional<Message> read(String text, int start, boolean hasBody) {
    int headEnd = text.indexOf("\r\n\r\n", start);
    if (headEnd < 0) {
      return Optional.empty();
    }
    String[] lines = text.substring(start, headEnd).split("\r\n", -1);
    var head = new Message(lines[0], headers(lines), "", headEnd + 4);
    return hasBody ? head.withBody(text) : Optional.of(head);
  }

  private static Map<String, List<String>> headers(String[] lines) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : lines) {
      String[] parts = line.split(":", 2);
      if (parts.length == 2 && !line.equals(lines[0])) {
        String name = parts[0].toLowerCase(Locale.ROOT);
        headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(parts[1].strip());
      }
    }
    return headers;
  }

  private Optional<Message> withBody(String text) {
    if (headers.containsKey("transfer-encoding")) {
      return chunked(text);
    }
    String length = headers.getOrDefault("content-length", List.of("0")).getFirst();
    if (!length.matches("[0-9]{1,9}") || end + Integer.parseInt(length) > text.length()) {
      return Optional.empty();
    }
    int bodyEnd = end + Integer.parseInt(length);
    return Optional.of(new Message(firstLine, headers, text.substring(end, bodyEnd), bodyEnd));
  }

  private Optional<Message> chunked(String text) {
    var body = new StringBuilder();
    Matcher chunk = CHUNK.matcher(text);
    int at = end;
    while (chunk.region(at, text.length()).lookingAt()) {
      int length = Integer.parseInt(chunk.group(1), 16);
      at = chunk.end() + length + 2;
      if (at > text.length()) {
        return Optional.empty();
      }
      if (length == 0) {
        return Optional.of(new Message(firstLine, headers, body.toString(), at));
      }
      body.append(text, chunk.end(), chunk.end() + length);
    }
    return Optional.empty();
  }
}
