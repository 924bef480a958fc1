package podium.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;

/// The content of `tokenizer.json`. Large (a node per vocabulary piece): keep it only while a model
/// is being loaded. Not to be changed.
public final class TokenizerJson {

  /// Keeps every digit of the pieces' scores. Does not look for equal names among the many that a
  /// vocabulary has, which would take most of the time.
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final ObjectNode root;

  private TokenizerJson(ObjectNode root) {
    this.root = root;
  }

  /// Reads `tokenizer.json`.
  ///
  /// @throws ModelUnavailable if it is not there, is not JSON, or has no vocabulary
  public static TokenizerJson read(Path file) {
    try {
      return of(MAPPER.readTree(Files.readAllBytes(file)));
    } catch (NoSuchFileException _) {
      throw new ModelUnavailable("tokenizer.json is missing");
    } catch (JsonProcessingException e) {
      throw new ModelUnavailable(
          "tokenizer.json is not JSON: line %d, column %d: %s"
              .formatted(
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new ModelUnavailable("tokenizer.json cannot be read: " + e);
    }
  }

  private static TokenizerJson of(JsonNode content) {
    if (!(content instanceof ObjectNode root)) {
      throw new ModelUnavailable("tokenizer.json must be an object");
    }
    var json = new TokenizerJson(root);
    if (!json.vocabulary().isContainerNode()) {
      throw new ModelUnavailable("tokenizer.json: model.vocab must be an object or a list");
    }
    if (!root.path("added_tokens").isMissingNode() && !root.path("added_tokens").isArray()) {
      throw new ModelUnavailable("tokenizer.json: added_tokens must be a list");
    }
    return json;
  }

  /// The id of the vocabulary piece or added token that is spelled exactly so.
  public OptionalInt idOf(String token) {
    for (JsonNode added : addedTokens()) {
      if (added.path("content").asText().equals(token)) {
        return OptionalInt.of(added.path("id").asInt());
      }
    }
    return vocabulary().isObject() ? idInMap(token) : idInList(token);
  }

  private OptionalInt idInMap(String token) {
    JsonNode id = vocabulary().path(token);
    return id.isInt() ? OptionalInt.of(id.intValue()) : OptionalInt.empty();
  }

  private OptionalInt idInList(String token) {
    for (int id = 0; id < vocabulary().size(); id++) {
      if (vocabulary().get(id).path(0).asText().equals(token)) {
        return OptionalInt.of(id);
      }
    }
    return OptionalInt.empty();
  }

  /// One more than the largest id that a text can get.
  int idLimit(SpecialTokens mode) {
    int limit = 0;
    if (vocabulary().isArray()) {
      limit = vocabulary().size();
    } else {
      for (JsonNode id : vocabulary()) {
        limit = Math.max(limit, id.asInt() + 1);
      }
    }
    for (JsonNode added : addedTokens()) {
      if (mode == SpecialTokens.PARSE || !isSpecial(added)) {
        limit = Math.max(limit, added.path("id").asInt() + 1);
      }
    }
    return limit;
  }

  /// Checks that a model has embeddings for all ids that a text or a template can get.
  ///
  /// @param templateLimit one more than the largest id of the template
  /// @param embeddings rows of the model's embedding table
  /// @throws ModelUnavailable naming the largest id if it does not
  void checkIds(SpecialTokens mode, int templateLimit, int embeddings) {
    int ids = Math.max(templateLimit, idLimit(mode));
    if (ids > embeddings) {
      throw new ModelUnavailable(
          "tokenizer.json has the token id %d, but the model has only %d embeddings"
              .formatted(ids - 1, embeddings));
    }
  }

  static boolean isSpecial(JsonNode addedToken) {
    return addedToken.path("special").asBoolean();
  }

  /// `{"piece": id, …}`, or for Unigram models `[["piece", score], …]`, where the place is the id.
  JsonNode vocabulary() {
    return model().path("vocab");
  }

  JsonNode model() {
    return root.path("model");
  }

  JsonNode addedTokens() {
    return root.path("added_tokens");
  }

  JsonNode normalizer() {
    return root.path("normalizer");
  }

  JsonNode preTokenizer() {
    return root.path("pre_tokenizer");
  }

  JsonNode postProcessor() {
    return root.path("post_processor");
  }

  /// What the native library shall read: the same tokenizer without cutting, padding, template and
  /// dropout, which is for training. The caller may replace its members.
  ObjectNode forEncoding(SpecialTokens mode) {
    ObjectNode copy = shallowCopy(root);
    copy.putNull("truncation").putNull("padding").putNull("post_processor");
    if (mode == SpecialTokens.TEXT) {
      new LiteralSpecialTokens(this).replaceIn(copy);
    }
    if (copy.path("model").has("dropout")) {
      copy.set("model", shallowCopy(copy.path("model")).putNull("dropout"));
    }
    return copy;
  }

  static ObjectNode shallowCopy(JsonNode object) {
    return MAPPER.createObjectNode().setAll((ObjectNode) object);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
