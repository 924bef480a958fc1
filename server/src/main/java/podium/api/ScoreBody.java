package podium.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import podium.Content;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.RerankRequest;
import podium.config.Limits;
import podium.json.JsonKind;
import podium.json.JsonValue;

/// Body of `POST /score`, as vLLM spells it: two sides, each one text or a list. One text on the
/// left goes with every text on the right; lists of equal length go pair by pair. Absent fields are
/// null here and nowhere else.
record ScoreBody(
    @Nullable String model,
    List<Content> left,
    List<Content> right,
    @Nullable Integer maxLength,
    @Nullable Boolean activation,
    @Nullable Integer priority) {

  /// The names of the two sides, of which one pair must be there.
  private static final List<Sides> SIDES =
      List.of(
          new Sides("text_1", "text_2"),
          new Sides("queries", "documents"),
          new Sides("data_1", "data_2"));

  private record Sides(String left, String right) {}

  ScoreBody {
    left = List.copyOf(left);
    right = List.copyOf(right);
  }

  /// Reads and checks every field.
  ///
  /// @throws InvalidRequest naming the field, its value and what it should be
  static ScoreBody of(Fields fields, Limits limits) {
    Sides sides = sides(fields);
    List<Content> left = texts(fields, sides.left(), limits);
    List<Content> right = texts(fields, sides.right(), limits);
    if (left.size() > 1 && left.size() != right.size()) {
      throw new InvalidRequest(
          "%s has %d items and %s has %d, but must be one, or as many"
              .formatted(sides.left(), left.size(), sides.right(), right.size()));
    }
    return new ScoreBody(
        fields.get("model", JsonValue::text),
        left,
        right,
        fields.get("truncate_prompt_tokens", ScoreBody::maxLength),
        fields.either("use_activation", "activation", JsonValue::flag),
        fields.get("priority", Fields::priority));
  }

  private static Sides sides(Fields fields) {
    return SIDES.stream()
        .filter(sides -> fields.json().has(sides.left()) || fields.json().has(sides.right()))
        .findFirst()
        .orElseThrow(() ->
            new InvalidRequest(
                "text_1 and text_2, queries and documents, or data_1 and data_2 must not be"
                    + " missing"));
  }

  private static List<Content> texts(Fields fields, String name, Limits limits) {
    List<JsonValue> items =
        fields.get(
            name,
            value ->
                value.kind() == JsonKind.ARRAY
                    ? value.items(limits.maxDocuments())
                    : List.of(value));
    if (items == null) {
      throw new InvalidRequest(name + " must not be missing");
    }
    if (items.isEmpty()) {
      throw new InvalidRequest(name + " must not be empty");
    }
    return items.stream().map(ScoreBody::textOnly).toList();
  }

  private static Content textOnly(JsonValue item) {
    Document document = Document.of(item);
    if (document.isNothing()) {
      throw new InvalidRequest(item.name() + " has no text");
    }
    if (document.content() instanceof Content.Visual) {
      throw new InvalidRequest(
          item.name() + ".image: images are scored at /v1/rerank only, not here");
    }
    return document.content();
  }

  /// -1 stands for the model's own.
  private static int maxLength(JsonValue value) {
    int length = value.between(-1, Integer.MAX_VALUE);
    if (length == 0) {
      throw value.wrong("-1 or a whole number of at least 1");
    }
    return length < 0 ? Integer.MAX_VALUE : length;
  }

  /// The name of the model; empty if the default one is meant.
  Optional<String> modelName() {
    return Optional.ofNullable(model).filter(name -> !name.isEmpty());
  }

  boolean wantsRawScores() {
    return activation != null && !activation;
  }

  /// The number of pairs.
  int size() {
    return right.size();
  }

  /// What to ask a model that reads documents together: all that goes with the one text on the
  /// left, or else each pair alone, so that no pair changes the score of another.
  List<OneQuery> lists() {
    return left.size() == 1
        ? byQuery()
        : IntStream.range(0, right.size())
            .mapToObj(i -> new OneQuery(left.get(i), List.of(i)))
            .toList();
  }

  /// The pairs by what is on their left, each of which needs to be read only once.
  List<OneQuery> byQuery() {
    Map<Content, List<Integer>> pairs = new LinkedHashMap<>();
    for (int i = 0; i < right.size(); i++) {
      Content query = left.get(left.size() == 1 ? 0 : i);
      pairs.computeIfAbsent(query, _ -> new ArrayList<>()).add(i);
    }
    return pairs.entrySet().stream()
        .map(entry -> new OneQuery(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// Some pairs that have the same text on their left.
  final class OneQuery implements Scoring.Question {

    private final Content query;
    private final List<Integer> pairs;

    private OneQuery(Content query, List<Integer> pairs) {
      this.query = query;
      this.pairs = List.copyOf(pairs);
    }

    /// Indexes of the pairs, in rising order.
    List<Integer> pairs() {
      return pairs;
    }

    @Override
    public int index(int document) {
      return pairs.get(document);
    }

    @Override
    public RerankRequest within(Duration timeout) {
      var lengths =
          new LengthLimits(
              maxLength == null ? Integer.MAX_VALUE : maxLength, Integer.MAX_VALUE, false);
      return new RerankRequest(query, pairs.stream().map(right::get).toList(), lengths, timeout)
          .withPriority(priority == null ? 0 : priority);
    }
  }
}
