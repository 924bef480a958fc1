package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.Content;
import podium.LengthLimits;
import podium.Precision;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.SpecialTokens;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.tensor.Batch;
import podium.tensor.Encoding;
import podium.text.Tokenizer;

/// There are no reference values of zerank. Its backbone is Qwen3, which has some; the rest is
/// checked against the recipe of its authors, done here step by step: the whole chat as one text,
/// the whole output layer's row of the answer, a fifth of the logit.
class ZerankTest {

  @TempDir Path folder;

  private Path zerank;

  @BeforeEach
  void copy() throws Exception {
    zerank =
        ModelCopy.of("qwen3", folder)
            .withText("README.md", "# zerank-tiny")
            .with(
                "modules.json",
                new ObjectMapper()
                    .readTree("[{\"path\": \"1_LogitScore\", \"type\": \"some.LogitScore\"}]"))
            .with(
                "1_LogitScore/config.json",
                new ObjectMapper()
                    .readTree("{\"true_token_id\": %d, \"false_token_id\": null}".formatted(yes())))
            .path();
  }

  @Test
  void scoresFollowTheRecipeOfItsAuthors() {
    var options =
        RerankerOptions.DEFAULT.withPrecision(Precision.F32).withSpecialTokens(SpecialTokens.PARSE);
    List<JsonNode> cases = Golden.expected("qwen3").path("cases").valueStream().toList();
    assertThat(cases).hasSizeGreaterThan(20);
    try (Reranker reranker = Reranker.open(zerank, options);
        ModelDirectory model = ModelDirectory.open(zerank);
        Tokenizer tokenizer =
            Tokenizer.load(zerank.resolve("tokenizer.json"), SpecialTokens.PARSE)) {
      for (JsonNode texts : cases) {
        String query = texts.path("query").textValue();
        String document = texts.path("document").textValue();
        int[] ids = tokenizer.encode(chat(query, document)).ids();

        Scores scores = reranker.score(RerankRequest.of(query, List.of(document)));

        float logit = yesLogit(model, ids);
        assertThat(scores.promptTokens()).as(query).isEqualTo(ids.length);
        assertThat(scores.logit(0)).as(query).isCloseTo(logit, within(1e-4f));
        assertThat(scores.score(0))
            .isCloseTo((float) (1 / (1 + Math.exp(-logit / 5))), within(1e-5f));
      }
    }
  }

  @Test
  void whiteSpaceAroundTextsDoesNotCount() {
    try (Reranker reranker = Reranker.open(zerank)) {
      Scores plain = reranker.score(RerankRequest.of("a city", List.of("Paris")));
      Scores spaced =
          reranker.score(RerankRequest.of("\n a city\u00a0", List.of("\u0085\t Paris \u3000\n")));

      assertThat(spaced.logit(0)).isEqualTo(plain.logit(0));
      assertThat(spaced.promptTokens()).isEqualTo(plain.promptTokens());
    }
  }

  @Test
  void aLongDocumentIsCutInsideTheChat() {
    var limits = new LengthLimits(100, Integer.MAX_VALUE, false);
    try (Reranker reranker = Reranker.open(zerank)) {
      Scores scores =
          reranker.score(
              new RerankRequest(
                  Content.of("7".repeat(500)),
                  List.of(Content.of("8".repeat(500))),
                  limits,
                  RerankRequest.NO_TIMEOUT));

      assertThat(scores.promptTokens()).isEqualTo(100);
      assertThat(scores.truncatedDocuments()).isEqualTo(1);
    }
  }

  private static int yes() {
    try (ModelDirectory model = ModelDirectory.open(Golden.of("qwen3").model())) {
      return model.tokenIds(Set.of("Yes")).values().iterator().next();
    }
  }

  /// As the chat template of Qwen3 puts it, with an assistant who is about to answer.
  private static String chat(String query, String document) {
    return "<|im_start|>system\n%s<|im_end|>\n<|im_start|>user\n%s<|im_end|>\n<|im_start|>assistant\n"
        .formatted(query.strip(), document.strip());
  }

  private static float yesLogit(ModelDirectory model, int[] ids) {
    DecoderShape shape = Qwen3.shape(model.config());
    try (Engine engine = new ReferenceEngine();
        Operators operators = engine.operators(1)) {
      Decoder decoder = Decoder.load(Checkpoint.of(model, engine).at("model"), shape);
      Batch batch = Batch.of(List.of(new Encoding(ids, new int[ids.length], false)));
      float[] last = operators.read(decoder.lastRows(operators, batch));
      float[] row =
          model
              .tensor("model.embed_tokens.weight", shape.vocabulary(), shape.hidden())
              .rows(yes(), yes() + 1)
              .toFloats();
      double logit = 0;
      for (int i = 0; i < row.length; i++) {
        logit += (double) last[i] * row[i];
      }
      return (float) logit;
    }
  }
}
