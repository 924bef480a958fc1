package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Takes the special tokens out of a tokenizer, so that one that a user types is ordinary
/// characters. Each is renamed, wherever it occurs, to a random name that nobody can type because
/// nobody knows it. Renaming and not removing keeps all ids: an added token that the vocabulary
/// lacks gets the next free id, whatever the file says.
final class LiteralSpecialTokens {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, String> newNames = new HashMap<>();

  LiteralSpecialTokens(TokenizerJson json) {
    String secret = UUID.randomUUID().toString();
    for (JsonNode token : json.addedTokens()) {
      String name = token.path("content").asText();
      if (TokenizerJson.isSpecial(token) && !name.isEmpty()) {
        newNames.put(name, "%s-%d".formatted(secret, newNames.size()));
      }
    }
  }

  /// Renames the special tokens in `root`, the content of a `tokenizer.json`. Replaces its members
  /// and leaves the old ones as they are.
  void replaceIn(ObjectNode root) {
    root.set("added_tokens", addedTokens(root.path("added_tokens")));

    ObjectNode model = TokenizerJson.shallowCopy(root.path("model"));
    model.set("vocab", vocabulary(model.path("vocab")));
    if (model.path("merges").isArray()) {
      model.set("merges", merges(model.path("merges")));
    }
    if (model.path("unk_token").isTextual()) {
      model.put("unk_token", renamed(model.path("unk_token").textValue()));
    }
    root.set("model", model);
  }

  private ArrayNode addedTokens(JsonNode old) {
    ArrayNode tokens = NODES.arrayNode();
    for (JsonNode token : old) {
      String name = token.path("content").asText();
      tokens.add(newNames.containsKey(name) ? renamedToken(token, name) : token);
    }
    return tokens;
  }

  private ObjectNode renamedToken(JsonNode token, String name) {
    return TokenizerJson.shallowCopy(token)
        .put("content", renamed(name))
        .put("normalized", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("single_word", false);
  }

  private JsonNode vocabulary(JsonNode old) {
    if (old.isObject()) {
      ObjectNode pieces = NODES.objectNode();
      old.properties().forEach(piece -> pieces.set(renamed(piece.getKey()), piece.getValue()));
      return pieces;
    }
    ArrayNode pieces = NODES.arrayNode();
    for (JsonNode piece : old) {
      String name = piece.path(0).asText();
      pieces.add(
          newNames.containsKey(name)
              ? NODES.arrayNode().add(renamed(name)).add(piece.path(1))
              : piece);
    }
    return pieces;
  }

  /// Without those that make a special token out of characters, or something longer out of it.
  private ArrayNode merges(JsonNode old) {
    ArrayNode merges = NODES.arrayNode();
    for (JsonNode merge : old) {
      String[] parts = parts(merge);
      boolean special = newNames.containsKey(String.join("", parts));
      for (String part : parts) {
        special |= newNames.containsKey(part);
      }
      if (!special) {
        merges.add(merge);
      }
    }
    return merges;
  }

  /// A merge is `["a", "b"]`, or in older files `"a b"`.
  private static String[] parts(JsonNode merge) {
    return merge instanceof TextNode text
        ? text.textValue().split(" ", -1)
        : new String[] {merge.path(0).asText(), merge.path(1).asText()};
  }

  private String renamed(String name) {
    return newNames.getOrDefault(name, name);
  }
}
