package podium.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.RerankException.ModelUnavailable;

class RecognitionTest {

  @TempDir Path folder;

  @Test
  void isThatOfTheFirstFamilyThatMatches() {
    var families = List.of(new OneFamily("a", "A"), new OneFamily("b", "B"), refusing("B"));

    try (var model = open("{\"architectures\": [\"B\"]}")) {
      assertThat(Recognition.of(model, families).family()).isEqualTo("b");
    }
  }

  @Test
  void saysWhatWasFoundAndWhatIsKnownIfNoneMatches() {
    var families = List.of(new OneFamily("bert", "A"), new OneFamily("roberta", "B"));

    try (var model = open("{\"architectures\": [\"T5ForAll\"], \"model_type\": \"t5\"}")) {
      assertThatThrownBy(() -> Recognition.of(model, families))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage(
              "config.json: architecture T5ForAll (model_type t5) is none of the known families:"
                  + " bert, roberta");
    }
    try (var model = open("{}")) {
      assertThatThrownBy(() -> Recognition.of(model, families))
          .hasMessage(
              "config.json: architecture missing (model_type missing) is none of the known families:"
                  + " bert, roberta");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"XLMRobertaModel", "JinaBertForMaskedLM", "BertForPreTraining"})
  void saysOfModelsWithoutAHeadThatTheyAreNoRerankers(String architecture) {
    try (var model = open("{\"architectures\": [\"%s\"]}".formatted(architecture))) {
      assertThatThrownBy(() -> Recognition.of(model, List.of(new OneFamily("a", "A"))))
          .hasMessage(
              "config.json: architecture %s (model_type missing) has no head that scores a pair of texts: it is a base or an embedding model, not a reranker",
              architecture);
    }
  }

  @Test
  void limitsTheLengthByPositionsTokenizerAndSentenceTransformers() {
    try (var model = open("{}")) {
      assertThat(positions(512).maxLength(model)).isEqualTo(512);

      write("tokenizer_config.json", "{\"model_max_length\": 1000000000000000019884624838656}");
      assertThat(positions(512).maxLength(model)).isEqualTo(512);
      assertThat(positions(Integer.MAX_VALUE).maxLength(model)).isEqualTo(Integer.MAX_VALUE);

      write("tokenizer_config.json", "{\"model_max_length\": 384}");
      assertThat(positions(512).maxLength(model)).isEqualTo(384);
      assertThat(positions(128).maxLength(model)).isEqualTo(128);

      write("sentence_bert_config.json", "{\"max_seq_length\": null}");
      assertThat(positions(512).maxLength(model)).isEqualTo(384);

      write("sentence_bert_config.json", "{\"max_seq_length\": 256}");
      assertThat(positions(512).maxLength(model)).isEqualTo(256);
    }
  }

  private static Recognition positions(int positions) {
    return new Recognition("a", "why", positions, Recognition.Template.PAIR);
  }

  private static OneFamily refusing(String architecture) {
    return new OneFamily("refusing", architecture, "must not be asked");
  }

  private ModelDirectory open(String config) {
    write("config.json", config);
    new TensorFile().write(folder.resolve("model.safetensors"));
    return ModelDirectory.open(folder);
  }

  private void write(String file, String text) {
    TensorFile.write(folder.resolve(file), text);
  }
}
