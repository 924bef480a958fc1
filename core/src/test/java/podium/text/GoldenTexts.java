package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Pairs of texts and the token ids that the Python reference makes of them.
final class GoldenTexts {

  /// Every model with a pair template.
  static final List<String> MODELS =
      List.of(
          "bert",
          "bert_legacy",
          "bert_st6",
          "deberta_v2",
          "distilbert",
          "electra",
          "electra_small",
          "jina_v2",
          "modernbert_cls",
          "modernbert_mean",
          "modernbert_v5",
          "new",
          "roberta",
          "xlm_roberta",
          "xlm_roberta_bf16",
          "xlm_roberta_sharded");

  /// Every model with a prompt.
  private static final Map<String, PromptTemplate> PROMPTS =
      Map.of(
          "qwen3", PromptTemplate.QWEN3_RERANKER,
          "qwen3_st6", PromptTemplate.QWEN3_RERANKER,
          "qwen3_untied_sharded_bf16", PromptTemplate.QWEN3_RERANKER,
          "qwen3_seq_cls", PromptTemplate.QWEN3_RERANKER,
          "qwen2", PromptTemplate.MXBAI_V2,
          "gemma", PromptTemplate.BGE_GEMMA);

  static final Set<String> PROMPTED = PROMPTS.keySet();

  /// Every model whose texts can be cut between words.
  static final List<String> WITH_BOUNDARIES =
      Stream.concat(MODELS.stream(), Stream.of("qwen3", "qwen3_st6")).toList();

  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param expected as in the file: `input_ids`, for some models also `token_type_ids`
  record Pair(String name, String query, String document, JsonNode expected) {

    int[] ids() {
      return integers(expected.path("input_ids"));
    }

    Optional<String> instruction() {
      return Optional.of(expected.path("instruction"))
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue);
    }

    /// Whether the reference cut it, where the file says so.
    boolean truncated() {
      return expected.path("truncated").asBoolean();
    }

    /// Empty for a model that ignores them.
    Optional<int[]> typeIds() {
      return Optional.of(expected.path("token_type_ids"))
          .filter(JsonNode::isArray)
          .map(GoldenTexts::integers);
    }
  }

  private GoldenTexts() {}

  /// `tokenizer.json` of a model.
  static Path tokenizer(String model) {
    return resource("models/" + model + "/tokenizer.json");
  }

  static PromptTemplate prompt(String model) {
    return Objects.requireNonNull(PROMPTS.get(model), model);
  }

  static int maxLength(String model) {
    return read(model).path("max_length").intValue();
  }

  static Stream<Pair> pairs(String model) {
    return pairs(read(model).path("cases"));
  }

  /// With special tokens in the texts that are ordinary characters.
  static Stream<Pair> literalPairs(String model) {
    return pairs(read("special_tokens_as_text").path("families").path(model));
  }

  private static Stream<Pair> pairs(JsonNode cases) {
    return cases
        .valueStream()
        .map(node ->
            new Pair(
                node.path("name").asText(),
                node.path("query").textValue(),
                node.path("document").textValue(),
                node));
  }

  /// `expected/NAME.json`.
  static JsonNode read(String name) {
    try {
      return JSON.readTree(resource("expected/" + name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] integers(JsonNode list) {
    return list.valueStream().mapToInt(JsonNode::intValue).toArray();
  }

  private static Path resource(String name) {
    URL url = Objects.requireNonNull(GoldenTexts.class.getResource("/golden/" + name), name);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
