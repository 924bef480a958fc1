package podium.soak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// A request and the scores that must come back, by position.
record Question(String path, String body, List<Double> expected) {

  /// What results are called, by dialect.
  private static final List<String> LISTS = List.of("results", "data");

  private static final double TOLERANCE = 1e-4;
  private static final ObjectMapper JSON = new ObjectMapper();

  /// In any of the dialects.
  static Question any(KnownModel model, Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> rerank("/v1/rerank", model, some(model, random), true);
      case 1 -> rerank("/v2/rerank", model, some(model, random), false);
      case 2 -> rerank("/rerank", model, some(model, random), random.nextBoolean());
      case 3 -> texts(model, model.plain(random), random.nextBoolean());
      default -> pairs(model, random);
    };
  }

  /// Pairs of one query in any order, some of them more than once.
  private static List<KnownPair> some(KnownModel model, Random random) {
    List<KnownPair> like = model.beside(model.any(random));
    List<KnownPair> some = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      some.add(like.get(random.nextInt(like.size())));
    }
    return some;
  }

  /// Cohere's and Jina's. All pairs have the same query.
  static Question rerank(String path, KnownModel model, List<KnownPair> pairs, boolean raw) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("model", model.name())
            .put("query", pairs.getFirst().query())
            .put("max_length", model.maxLength())
            .put("raw_scores", raw);
    pairs.getFirst().instruction().ifPresent(text -> body.put("instruction", text));
    ArrayNode documents = body.putArray("documents");
    pairs.forEach(pair -> documents.add(pair.document()));
    return new Question(path, body.toString(), expected(pairs, raw));
  }

  /// That of text-embeddings-inference.
  private static Question texts(KnownModel model, KnownPair pair, boolean raw) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("model", model.name())
            .put("query", pair.query())
            .put("raw_scores", raw);
    body.putArray("texts").add(pair.document());
    return new Question("/rerank", body.toString(), expected(List.of(pair), raw));
  }

  /// vLLM's: each pair has a query of its own.
  private static Question pairs(KnownModel model, Random random) {
    List<KnownPair> pairs = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      pairs.add(model.plain(random));
    }
    ObjectNode body = JSON.createObjectNode().put("model", model.name());
    ArrayNode queries = body.putArray("queries");
    ArrayNode documents = body.putArray("documents");
    pairs.forEach(pair -> queries.add(pair.query()));
    pairs.forEach(pair -> documents.add(pair.document()));
    return new Question("/score", body.toString(), expected(pairs, false));
  }

  private static List<Double> expected(List<KnownPair> pairs, boolean raw) {
    return pairs.stream().map(pair -> raw ? pair.logit() : pair.score()).toList();
  }

  /// What is wrong with an answer, if anything is.
  Optional<String> complaint(String answer) throws IOException {
    JsonNode results = results(JSON.readTree(answer));
    if (results.size() != expected.size()) {
      return Optional.of("%d results for %d documents".formatted(results.size(), expected.size()));
    }
    for (JsonNode result : results) {
      double score = result.path("relevance_score").asDouble(result.path("score").asDouble());
      double right = expected.get(result.path("index").intValue());
      if (!(Math.abs(score - right) <= TOLERANCE)) {
        return Optional.of("%s instead of %s".formatted(score, right));
      }
    }
    return Optional.empty();
  }

  private static JsonNode results(JsonNode answer) {
    return LISTS.stream().filter(answer::has).findFirst().map(answer::path).orElse(answer);
  }

  /// Tokens that the answer says were run.
  static int tokens(String answer) throws IOException {
    return JSON.readTree(answer).at("/usage/total_tokens").intValue();
  }

  /// The only score of an answer.
  static double score(String answer) throws IOException {
    return JSON.readTree(answer).at("/results/0/relevance_score").doubleValue();
  }

  /// The code of an error.
  static String code(String answer) throws IOException {
    JsonNode error = JSON.readTree(answer);
    return error.path("code").asText(error.path("error_type").asText());
  }
}
