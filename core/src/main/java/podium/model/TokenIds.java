package podium.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Finds the ids of a few tokens in a `tokenizer.json`: pieces of a vocabulary that is a map, and
/// added tokens. Reads the file as a stream, as it may list a quarter of a million pieces.
final class TokenIds {

  /// The largest file that is read; Gemma's has 17 MB.
  static final int MAX_BYTES = 128 << 20;

  private final Set<String> wanted;
  private final Map<String, Integer> found = new HashMap<>();

  private TokenIds(Set<String> wanted) {
    this.wanted = wanted;
  }

  /// The ids of those of the `wanted` tokens that there are, by the tokens' exact spelling.
  static Map<String, Integer> find(Folder folder, String file, Set<String> wanted) {
    TokenIds ids = new TokenIds(wanted);
    String text = Json.text(file, folder.read(file, MAX_BYTES));
    return Json.read(
        file,
        text,
        parser -> {
          ids.readRoot(parser);
          return Map.copyOf(ids.found);
        });
  }

  private void readRoot(JsonParser parser) throws IOException {
    members(
        parser,
        name -> {
          switch (name) {
            case "added_tokens" -> readAddedTokens(parser);
            case "model" -> readModel(parser);
            default -> parser.skipChildren();
          }
        });
  }

  private void readAddedTokens(JsonParser parser) throws IOException {
    JsonNode tokens = parser.readValueAsTree();
    for (JsonNode token : tokens) {
      String content = token.path("content").asText();
      if (wanted.contains(content) && token.path("id").isInt()) {
        found.put(content, token.path("id").intValue());
      }
    }
  }

  private void readModel(JsonParser parser) throws IOException {
    members(
        parser,
        name -> {
          if (name.equals("vocab")) {
            readVocabulary(parser);
          } else {
            parser.skipChildren();
          }
        });
  }

  private void readVocabulary(JsonParser parser) throws IOException {
    members(
        parser,
        piece -> {
          if (wanted.contains(piece) && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            found.putIfAbsent(piece, parser.getIntValue());
          } else {
            parser.skipChildren();
          }
        });
  }

  /// Reads the value of one member, at whose first token the parser stands.
  private interface Member {
    void read(String name) throws IOException;
  }

  /// Goes through the object that begins at the current token; anything else is skipped.
  private static void members(JsonParser parser, Member member) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      member.read(name);
    }
  }
}
