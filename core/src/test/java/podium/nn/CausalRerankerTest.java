package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.RawScore;
import podium.RerankException.ModelUnavailable;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.model.Recognition.Template;

class CausalRerankerTest {

  @TempDir Path directory;

  @Test
  void aQwen3ThatAnswersOneOrZeroIsAskedLikeMxbai() {
    try (ModelDirectory model = answering("qwen3", "1", "0")) {
      assertThat(template(model)).isEqualTo(Template.MXBAI_V2);
    }
  }

  @Test
  void aQwen2ThatAnswersYesOrNoIsAskedLikeQwen3() {
    try (ModelDirectory model = answering("qwen2", "yes", "no")) {
      assertThat(template(model)).isEqualTo(Template.QWEN3_RERANKER);
    }
  }

  @Test
  void aGemmaThatSaysYesKeepsItsQuestion() {
    try (ModelDirectory model = answering("gemma", "Yes", "")) {
      assertThat(template(model)).isEqualTo(Template.BGE_GEMMA);
    }
  }

  @Test
  void aLanguageModelThatNobodyCallsARerankerIsServedWithARemark() {
    String card = "---\npipeline_tag: text-ranking\n---\n";
    try (ModelDirectory chat = ModelCopy.of("qwen3", directory).open();
        ModelDirectory reranker =
            ModelCopy.of("qwen3", directory).withText("README.md", card).open()) {
      assertThat(Recognition.of(chat, Families.IN_ORDER).remarks())
          .containsExactly(
              "nothing says that this language model was trained to rerank; a chat model answers, too, but poorly");
      assertThat(Recognition.of(reranker, Families.IN_ORDER).remarks()).isEmpty();
    }
  }

  @Test
  void aLanguageModelWithAnswersWrittenDownOrAClassifierNeedsNoRemark() {
    try (ModelDirectory answering = answering("qwen3", "1", "0");
        ModelDirectory classifier = ModelDirectory.open(Golden.of("qwen3_seq_cls").model())) {
      assertThat(Recognition.of(answering, Families.IN_ORDER).remarks()).isEmpty();
      assertThat(Recognition.of(classifier, Families.IN_ORDER).remarks()).isEmpty();
    }
  }

  @Test
  void aQwen3ThatIsCalledZerankAndSaysYesIsAskedLikeIt() {
    try (ModelDirectory model = answering("qwen3", "Yes", "", "# Releasing zeroentropy/Zerank-2")) {
      Recognition recognition = Recognition.of(model, Families.IN_ORDER);

      assertThat(recognition.template()).isEqualTo(Template.ZERANK);
      assertThat(recognition.template().rawScore()).isEqualTo(RawScore.LOGIT_OVER_5);
      assertThat(recognition.positions()).isEqualTo(32_768);
      assertThat(recognition.remarks()).singleElement().asString().contains("no reference values");
    }
  }

  @Test
  void olderFilesOfZerankAreKnownByTheirCode() {
    try (ModelDirectory model =
        ModelCopy.of("qwen3", directory)
            .with("auto_map", "{\"AutoConfig\": \"modeling_zeranker.ZEConfig\"}")
            .open()) {
      assertThat(template(model)).isEqualTo(Template.ZERANK);
    }
  }

  @Test
  void aClassifierMadeOfZerankIsAskedLikeIt() {
    try (ModelDirectory model =
        ModelCopy.of("qwen3_seq_cls", directory).withText("README.md", "# zerank-2-seq").open()) {
      assertThat(template(model)).isEqualTo(Template.ZERANK);
    }
  }

  @Test
  void whatIsCalledZerankButAnswersYesOrNoIsAskedLikeQwen3() {
    try (ModelDirectory model = answering("qwen3", "yes", "no", "# zerank-like")) {
      assertThat(template(model)).isEqualTo(Template.QWEN3_RERANKER);
    }
  }

  @Test
  void aTokenThatAnswersNoQuestionIsRefused() {
    try (ModelDirectory model = answering("qwen3", "yes", "")) {
      assertThatThrownBy(() -> template(model))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage(
              "modules.json: LogitScore compares the tokens 315 and none, which answer no question that we know; prompts of a model's own (chat_template.jinja) are not supported");
    }
  }

  @Test
  void aModelWhoseTokenizerLacksTheAnswerIsRefused() {
    try (ModelDirectory model = withVocabulary("{\"yes\": 1}")) {
      assertThatThrownBy(() -> new Qwen3().load(model, new ReferenceEngine()))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("tokenizer.json lacks a token of the answer, yes or no");
    }
  }

  @Test
  void anAnswerBeyondTheOutputLayerIsRefused() {
    try (ModelDirectory model = withVocabulary("{\"yes\": 1, \"no\": 928}")) {
      assertThatThrownBy(() -> new Qwen3().load(model, new ReferenceEngine()))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage(
              "the answer has token id 928, but model.embed_tokens.weight has only 928 rows");
    }
  }

  private static Template template(ModelDirectory model) {
    return Recognition.of(model, Families.IN_ORDER).template();
  }

  /// A golden model in the layout of sentence-transformers 6, with these tokens.
  ///
  /// @param no empty for none
  private ModelDirectory answering(String golden, String yes, String no) {
    return answering(golden, yes, no, "");
  }

  private ModelDirectory answering(String golden, String yes, String no, String page) {
    try (ModelDirectory model = ModelDirectory.open(Golden.of(golden).model())) {
      var ids = model.tokenIds(Set.of(yes, no));
      return ModelCopy.of(golden, directory)
          .withText("README.md", page)
          .with(
              "modules.json",
              json("[{\"path\": \"1_LogitScore\", \"type\": \"some.package.LogitScore\"}]"))
          .with(
              "1_LogitScore/config.json",
              json(
                  "{\"true_token_id\": %s, \"false_token_id\": %s}"
                      .formatted(ids.get(yes), ids.get(no))))
          .open();
    }
  }

  private ModelDirectory withVocabulary(String vocabulary) {
    return ModelCopy.of("qwen3", directory)
        .with("tokenizer.json", json("{\"model\": {\"vocab\": %s}}".formatted(vocabulary)))
        .open();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
