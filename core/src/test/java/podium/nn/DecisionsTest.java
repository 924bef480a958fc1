package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankException.ModelUnavailable;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.model.Recognition.Template;

/// The table of real models, by the keys of their configuration files that matter.
class DecisionsTest {

  private static final Set<String> SERVED =
      Families.IN_ORDER.stream().map(NetworkFamily::id).collect(Collectors.toSet());

  /// Sizes, which the table leaves out because they decide nothing.
  private static final Map<String, Integer> SIZES =
      Map.of(
          "vocab_size", 64,
          "hidden_size", 48,
          "num_hidden_layers", 2,
          "num_attention_heads", 4,
          "intermediate_size", 96,
          "dim", 48,
          "n_layers", 2,
          "n_heads", 4,
          "hidden_dim", 96);

  /// Those of models that see, in objects of their own.
  private static final String TEXT_SIZES =
      """
      {"vocab_size": 64, "hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
       "intermediate_size": 96, "head_dim": 16, "rope_scaling": {"mrope_section": [4, 2, 2]}}
      """;

  private static final String VISION_SIZES =
      """
      {"depth": 2, "hidden_size": 32, "num_heads": 2, "intermediate_size": 64,
       "num_position_embeddings": 36, "out_hidden_size": 48}
      """;

  /// Ids of the tokens that matter, as Qwen's vocabulary has them.
  private static final String TOKENIZER =
      """
      {"model": {"vocab": {"0": 15, "1": 16, "no": 2152, "Yes": 9454, "yes": 9693}}}
      """;

  private static final Map<String, Template> TEMPLATES =
      Map.of(
          "pair", Template.PAIR,
          "qwen3-reranker", Template.QWEN3_RERANKER,
          "mxbai-v2", Template.MXBAI_V2,
          "bge-gemma", Template.BGE_GEMMA,
          "qwen3-vl-reranker", Template.QWEN3_VL_RERANKER,
          "jina-v3 (listwise)", Template.JINA_V3);

  /// Which the table leaves out.
  private static final int JINA_V3_LENGTH = 131_072;

  /// What we serve beyond the table, which refuses them unless their networks are there.
  private static final Map<String, Expected> BEYOND =
      Map.of(
          "jinaai/jina-reranker-v1-turbo-en",
          new Expected("jina_bert", Template.PAIR, 512), // the table leaves the length out
          "nvidia/llama-nemotron-rerank-1b-v2",
          new Expected("llama_bidirec", Template.NEMOTRON, 8192));

  private record Expected(String family, Template template, int maxLength) {}

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> knowsTheModelsOfItsFamilies() {
    return rows(row -> SERVED.contains(family(row)) && !hasItsOwnPrompt(row) && !isNoReranker(row))
        .map(row -> dynamicTest(name(row), () -> isRecognised(row)));
  }

  @TestFactory
  Stream<DynamicTest> saysOfAllOthersThatItDoesNotKnowTheirArchitecture() {
    return rows(row -> !SERVED.contains(family(row)) && !BEYOND.containsKey(name(row)))
        .map(row -> dynamicTest(name(row), () -> isUnknown(row)));
  }

  @TestFactory
  Stream<DynamicTest> knowsSomeThatTheTableRefuses() {
    return rows(row -> BEYOND.containsKey(name(row)))
        .map(row -> dynamicTest(name(row), () -> isRecognised(row, known(BEYOND, name(row)))));
  }

  @TestFactory
  Stream<DynamicTest> refusesModelsWithAPromptOfTheirOwn() {
    return rows(DecisionsTest::hasItsOwnPrompt)
        .map(row -> dynamicTest(name(row), () -> isRefused(row)));
  }

  @TestFactory
  Stream<DynamicTest> refusesClassifiersOfThreeLabels() {
    return rows(DecisionsTest::isNoReranker)
        .map(row ->
            dynamicTest(
                name(row),
                () -> {
                  try (ModelDirectory model = model(row)) {
                    assertThatThrownBy(() -> Recognition.of(model, Families.IN_ORDER))
                        .isInstanceOf(ModelUnavailable.class)
                        .hasMessage(
                            "config.json: a relevance score needs one or two labels, but the classifier has 3");
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> noTwoFamiliesClaimTheSameModel() {
    return rows(row -> true)
        .map(row -> dynamicTest(name(row), () -> assertThat(claims(row)).isLessThanOrEqualTo(1)));
  }

  private static <T> T known(Map<String, T> table, String name) {
    return Optional.ofNullable(table.get(name)).orElseThrow(() -> new AssertionError(name));
  }

  private void isRecognised(JsonNode row) {
    int maxLength = row.path("expect").path("max_length").asInt(JINA_V3_LENGTH);
    isRecognised(row, new Expected(family(row), known(TEMPLATES, template(row)), maxLength));
  }

  private void isRecognised(JsonNode row, Expected expected) {
    try (ModelDirectory model = model(row)) {
      Recognition recognition = Recognition.of(model, Families.IN_ORDER);

      assertThat(recognition.family()).isEqualTo(expected.family());
      assertThat(recognition.positions()).isEqualTo(expected.maxLength());
      assertThat(recognition.why()).contains(architecture(row));
      assertThat(recognition.template()).isEqualTo(expected.template());
    }
  }

  private void isRefused(JsonNode row) {
    try (ModelDirectory model = model(row)) {
      assertThatThrownBy(() -> Recognition.of(model, Families.IN_ORDER))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage(
              "modules.json: LogitScore compares the tokens 9454 and none, which answer no question that we know; prompts of a model's own (chat_template.jinja) are not supported");
    }
  }

  private void isUnknown(JsonNode row) {
    try (ModelDirectory model = model(row)) {
      assertThatThrownBy(() -> Recognition.of(model, Families.IN_ORDER))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessageContaining("config.json")
          .hasMessageContaining(architecture(row));
    }
  }

  private long claims(JsonNode row) {
    try (ModelDirectory model = model(row)) {
      return Families.IN_ORDER.stream().filter(family -> claims(family, model)).count();
    }
  }

  /// To refuse is to claim.
  private static boolean claims(NetworkFamily family, ModelDirectory model) {
    try {
      return family.recognise(model).isPresent();
    } catch (ModelUnavailable _) {
      return true;
    }
  }

  private ModelDirectory model(JsonNode row) {
    ModelCopy copy = ModelCopy.withoutWeights(directory);
    copy.with("tokenizer.json", json(TOKENIZER));
    row.path("files").forEachEntry(copy::with);
    ObjectNode config = row.path("files").path("config.json").deepCopy();
    SIZES.forEach(config::put);
    if (family(row).equals("qwen3_vl")) {
      config.set("text_config", json(TEXT_SIZES));
      config.set("vision_config", json(VISION_SIZES));
    }
    return copy.with("config.json", config).open();
  }

  private static Stream<JsonNode> rows(Predicate<JsonNode> which) {
    return StreamSupport.stream(Golden.expected("decisions").path("rows").spliterator(), false)
        .filter(which);
  }

  private static String name(JsonNode row) {
    return row.path("model").textValue();
  }

  private static String family(JsonNode row) {
    return row.path("expect").path("family").textValue();
  }

  private static String template(JsonNode row) {
    return row.path("expect").path("template").asText();
  }

  private static boolean hasItsOwnPrompt(JsonNode row) {
    return template(row).startsWith("chat_template.jinja");
  }

  private static boolean isNoReranker(JsonNode row) {
    return row.path("expect").path("score").asText().startsWith("refuse: three labels");
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String architecture(JsonNode row) {
    return row.path("files").path("config.json").path("architectures").path(0).textValue();
  }
}
