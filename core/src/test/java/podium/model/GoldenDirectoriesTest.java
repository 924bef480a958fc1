package podium.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenDirectoriesTest {

  private static final Path MODELS = Path.of("src/test/resources/golden/models");

  @ParameterizedTest
  @CsvSource({
    "bert, BertForSequenceClassification, 57, 456388",
    "bert_legacy, BertForSequenceClassification, 57, 228194",
    "bert_st6, BertForSequenceClassification, 57, 456388",
    "distilbert, DistilBertForSequenceClassification, 56, 456004",
    "electra, ElectraForSequenceClassification, 57, 456388",
    "electra_small, ElectraForSequenceClassification, 59, 389636",
    "jina_v2, XLMRobertaForSequenceClassification, 45, 200738",
    "modernbert_cls, ModernBertForSequenceClassification, 36, 556996",
    "modernbert_mean, ModernBertForSequenceClassification, 36, 278498",
    "modernbert_v5, ModernBertForSequenceClassification, 69, 566852",
    "roberta, RobertaForSequenceClassification, 57, 429508",
    "xlm_roberta, XLMRobertaForSequenceClassification, 57, 401476",
    "xlm_roberta_bf16, XLMRobertaForSequenceClassification, 57, 200738",
    "xlm_roberta_sharded, XLMRobertaForSequenceClassification, 73, 477316",
  })
  void open(String name, String architecture, int tensors, long weightBytes) {
    try (var model = ModelDirectory.open(MODELS.resolve(name))) {
      assertThat(model.architecture()).contains(architecture);
      assertThat(model.labels()).isEqualTo(1);
      assertThat(model.tensorNames()).hasSize(tensors);
      assertThat(model.weightBytes()).isEqualTo(weightBytes);
    }
  }
}
