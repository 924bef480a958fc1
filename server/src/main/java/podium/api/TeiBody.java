package podium.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import podium.Content;
import podium.LengthLimits;
import podium.LengthLimits.Cut;
import podium.RerankException.InvalidRequest;
import podium.RerankRequest;
import podium.config.Limits;
import podium.json.JsonKind;
import podium.json.JsonValue;

/// Body of `POST /rerank` with `texts`, as Hugging Face's text-embeddings-inference spells it, and
/// `model` and `priority`, which it does not have. Absent fields are null here and nowhere else.
record TeiBody(
    @Nullable String model,
    String query,
    List<String> texts,
    @Nullable Boolean rawScores,
    @Nullable Boolean returnText,
    @Nullable Boolean truncate,
    @Nullable Cut cut,
    @Nullable Integer priority) {

  TeiBody {
    texts = List.copyOf(texts);
  }

  /// Reads and checks every field.
  ///
  /// @throws InvalidRequest naming the field, its value and what it should be
  static TeiBody of(Fields fields, Limits limits) {
    return new TeiBody(
        fields.get("model", JsonValue::text),
        query(fields),
        texts(fields, limits),
        fields.get("raw_scores", JsonValue::flag),
        fields.get("return_text", JsonValue::flag),
        fields.get("truncate", JsonValue::flag),
        fields.get("truncation_direction", TeiBody::cut),
        fields.get("priority", Fields::priority));
  }

  private static String query(Fields fields) {
    String query = fields.get("query", JsonValue::text);
    if (query == null) {
      throw new InvalidRequest("query must not be missing");
    }
    if (query.isBlank()) {
      throw new InvalidRequest("query must not be blank");
    }
    return query;
  }

  private static List<String> texts(Fields fields, Limits limits) {
    List<JsonValue> items = fields.get("texts", value -> value.items(limits.maxDocuments()));
    if (items == null || items.isEmpty()) {
      throw new InvalidRequest("texts must not be empty");
    }
    return items.stream().map(JsonValue::text).toList();
  }

  /// Which side goes: text-embeddings-inference calls the end of a text its right.
  private static Cut cut(JsonValue value) {
    String side = value.kind() == JsonKind.STRING ? value.text().toLowerCase(Locale.ROOT) : "";
    return switch (side) {
      case "right" -> Cut.END;
      case "left" -> Cut.START;
      default -> throw value.wrong("\"left\" or \"right\"");
    };
  }

  /// The name of the model; empty if the default one is meant.
  Optional<String> modelName() {
    return Optional.ofNullable(model).filter(name -> !name.isEmpty());
  }

  RerankRequest toRequest(Duration timeout) {
    var lengths =
        new LengthLimits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            truncate != null && !truncate,
            cut == null ? Cut.END : cut);
    return new RerankRequest(
            Content.of(query), texts.stream().map(Content::of).toList(), lengths, timeout)
        .withPriority(priority == null ? 0 : priority);
  }

  boolean wantsRawScores() {
    return rawScores != null && rawScores;
  }

  boolean wantsText() {
    return returnText != null && returnText;
  }
}
