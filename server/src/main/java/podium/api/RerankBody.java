package podium.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.RerankRequest;
import podium.config.Limits;
import podium.json.JsonValue;

/// Body of `POST /v1/rerank`, as Cohere, Jina and oMLX spell it. Absent fields are null here and
/// nowhere else: the methods are the border. Fields that are not listed are ignored.
record RerankBody(
    @Nullable String model,
    Document query,
    List<Document> documents,
    @Nullable Integer topN,
    @Nullable Boolean returnDocuments,
    @Nullable Boolean returnDetails,
    @Nullable Integer maxTokensPerDoc,
    @Nullable Integer maxChunksPerDoc,
    @Nullable Integer maxLength,
    @Nullable String instruction,
    @Nullable Boolean rawScores,
    @Nullable Boolean truncate,
    @Nullable Integer priority) {

  private static final int MOST_RANK_FIELDS = 100;

  RerankBody {
    documents = List.copyOf(documents);
  }

  /// Reads and checks every field.
  ///
  /// @throws InvalidRequest naming the field, its value and what it should be
  static RerankBody of(Fields fields, Limits limits) {
    Document query = query(fields);
    List<Document> documents = documents(fields, limits);
    return new RerankBody(
        fields.get("model", JsonValue::text),
        query,
        documents,
        fields.either("top_n", "top_k", JsonValue::positive),
        fields.get("return_documents", JsonValue::flag),
        fields.get("return_details", JsonValue::flag),
        fields.get("max_tokens_per_doc", JsonValue::positive),
        maxChunksPerDoc(fields, documents.size(), limits),
        fields.get("max_length", JsonValue::positive),
        fields.get("instruction", JsonValue::text),
        fields.get("raw_scores", JsonValue::flag),
        fields.either("truncate", "truncation", JsonValue::flag),
        fields.get("priority", Fields::priority));
  }

  /// A window costs what a document costs, so that the same limit holds for both.
  private static @Nullable Integer maxChunksPerDoc(Fields fields, int documents, Limits limits) {
    Integer chunks = fields.get("max_chunks_per_doc", JsonValue::positive);
    if (chunks != null && chunks > 1 && (long) documents * chunks > limits.maxDocuments()) {
      throw new InvalidRequest(
          "max_chunks_per_doc is %d for %d documents, but both multiplied must be at most %d"
              .formatted(chunks, documents, limits.maxDocuments()));
    }
    return chunks;
  }

  private static Document query(Fields fields) {
    Document query = fields.get("query", Document::of);
    if (query == null) {
      throw new InvalidRequest("query must not be missing");
    }
    if (query.isNothing()) {
      throw new InvalidRequest("query has no text");
    }
    if (query.isBlank()) {
      throw new InvalidRequest("query must not be blank");
    }
    return query;
  }

  private static List<Document> documents(Fields fields, Limits limits) {
    List<JsonValue> items = fields.get("documents", value -> value.items(limits.maxDocuments()));
    if (items == null) {
      throw new InvalidRequest("documents must not be missing");
    }
    if (items.isEmpty()) {
      throw new InvalidRequest("list of documents must not be empty");
    }
    List<String> rankFields = fields.get("rank_fields", RerankBody::rankFields);
    return items.stream()
        .map(item -> rankFields == null ? Document.of(item) : Document.of(item, rankFields))
        .toList();
  }

  private static List<String> rankFields(JsonValue value) {
    List<String> names = value.items(MOST_RANK_FIELDS).stream().map(JsonValue::text).toList();
    if (names.isEmpty()) {
      throw new InvalidRequest("rank_fields must not be empty");
    }
    return names;
  }

  /// The name of the model; empty if the default one is meant.
  Optional<String> modelName() {
    return Optional.ofNullable(model).filter(name -> !name.isEmpty());
  }

  RerankRequest toRequest(RerankDialect dialect, Duration timeout) {
    var lengths =
        new LengthLimits(
                maxLength == null ? Integer.MAX_VALUE : maxLength,
                maxTokensPerDoc == null ? dialect.maxTokensPerDoc() : maxTokensPerDoc,
                truncate != null && !truncate)
            .withWindows(maxChunksPerDoc == null ? 1 : maxChunksPerDoc);
    return new RerankRequest(
        query.content(),
        documents.stream().map(Document::content).toList(),
        lengths,
        timeout,
        priority == null ? 0 : priority,
        Optional.ofNullable(instruction),
        returnDetails != null && returnDetails);
  }

  int topNOr(int all) {
    return topN == null ? all : topN;
  }

  boolean wantsDocuments(RerankDialect dialect) {
    return returnDocuments == null ? dialect.returnsDocuments() : returnDocuments;
  }

  boolean wantsRawScores() {
    return rawScores != null && rawScores;
  }

  boolean hasInstruction() {
    return instruction != null && !instruction.isBlank();
  }
}
