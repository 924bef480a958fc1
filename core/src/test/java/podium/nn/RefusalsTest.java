package podium.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.RerankException.ModelUnavailable;
import podium.engine.ReferenceEngine;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.model.TensorFile;

/// A model that cannot be served is refused with one sentence: a golden model, one key of
/// `config.json` changed.
class RefusalsTest {

  /// Variants that are not the family's network.
  private static final String VARIANTS =
      """
      bert            | id2label                | {"0":"a","1":"b","2":"c"} | config.json: a relevance score needs one or two labels, but the classifier has 3
      bert            | position_embedding_type | "relative_key"            | config.json: position_embedding_type must be absolute, but is relative_key
      bert            | num_attention_heads     | 5                         | config.json: a hidden size of 48 cannot be shared by 5 attention heads
      bert            | hidden_act              | "mish"                    | config.json: hidden_act must be one of gelu, gelu_fast, gelu_new, gelu_python, gelu_pytorch_tanh, relu, silu, swish, tanh, but is mish
      bert            | hidden_size             | null                      | config.json has no hidden_size
      bert            | num_hidden_layers       | 0                         | config.json: num_hidden_layers must be a positive integer, but is 0
      distilbert      | activation              | "mish"                    | config.json: activation must be one of gelu, gelu_fast, gelu_new, gelu_python, gelu_pytorch_tanh, relu, silu, swish, tanh, but is mish
      electra         | position_embedding_type | "alibi"                   | config.json: position_embedding_type must be absolute, but is alibi
      roberta         | max_position_embeddings | 2                         | config.json: max_position_embeddings must be above pad_token_id + 1 = 2, but is 2
      roberta         | pad_token_id            | -1                        | config.json: pad_token_id must be an integer of at least 0, but is -1
      modernbert_cls  | num_attention_heads     | 16                        | config.json: rotary positions need an even head size, but hidden_size / num_attention_heads is 3
      modernbert_cls  | classifier_pooling      | "max"                     | config.json: classifier_pooling must be cls or mean, but is max
      modernbert_cls  | layer_types             | ["full_attention"]        | config.json: layer_types has 1 entries, but num_hidden_layers is 5
      modernbert_v5   | num_hidden_layers       | 4                         | config.json: layer_types has 5 entries, but num_hidden_layers is 4
      modernbert_v5   | layer_types             | ["a","a","a","a","a"]     | config.json: layer_types may have full_attention and sliding_attention, but has a
      modernbert_v5   | rope_parameters         | {"full_attention":{"rope_type":"yarn"}} | config.json: rope_parameters.full_attention.rope_type must be default, but is yarn
      new             | position_embedding_type | "absolute"                | config.json: position_embedding_type must be rope, but is absolute
      new             | logn_attention_scale    | true                      | config.json: logn_attention_scale must be false, but is true
      new             | rope_scaling            | {"type":"yarn"}           | config.json: rope_scaling.type must be ntk, but is yarn
      deberta_v2      | conv_kernel_size        | 3                         | config.json: conv_kernel_size must be 0, but is 3; the convolution of DeBERTa v2 xlarge and xxlarge is not supported
      deberta_v2      | pos_att_type            | ["c2p","p2p"]             | config.json: pos_att_type may have c2p, p2c, layer_norm or none, but has p2p
      deberta_v2      | id2label                | {"0":"a","1":"b","2":"c"} | config.json: a relevance score needs one or two labels, but the classifier has 3
      qwen3           | num_key_value_heads     | 3                         | config.json: 4 attention heads cannot share 3 key heads evenly
      qwen3           | head_dim                | 15                        | config.json: heads of 15 elements cannot be rotated
      qwen3           | use_sliding_window      | true                      | config.json: use_sliding_window must be false, but is true
      qwen3           | layer_types             | ["full_attention","sliding_attention"] | config.json: layer_types may have full_attention only, but has sliding_attention
      qwen3           | rope_scaling            | {"type":"yarn"}           | config.json: rope_scaling.type must be default, but is yarn
      qwen3           | rope_parameters         | {"rope_type":"yarn"}      | config.json: rope_parameters.rope_type must be default, but is yarn
      qwen3           | hidden_act              | "mish"                    | config.json: hidden_act must be one of gelu, gelu_fast, gelu_new, gelu_python, gelu_pytorch_tanh, relu, silu, swish, tanh, but is mish
      qwen3_seq_cls   | id2label                | {"0":"a","1":"b","2":"c"} | config.json: a relevance score needs one or two labels, but the classifier has 3
      qwen3_vl        | text_config             | null                      | config.json has no text_config
      qwen3_vl        | vision_config           | 7                         | config.json: vision_config must be an object, but is 7
      qwen3_vl        | vision_config           | {"depth":1}               | config.json has no vision_config.hidden_size
      qwen3_vl        | vision_config           | {"patch_size":14}         | config.json: vision_config: patch_size must be 16, but is 14
      qwen3_vl        | vision_config           | {"num_position_embeddings":37,"depth":1,"hidden_size":8,"num_heads":1,"intermediate_size":8} | config.json: vision_config: num_position_embeddings must be a square, but is 37
      qwen3_vl        | vision_config           | {"num_position_embeddings":36,"depth":2,"hidden_size":8,"num_heads":1,"intermediate_size":8,"out_hidden_size":48,"deepstack_visual_indexes":[1,2]} | config.json: vision_config: deepstack_visual_indexes must rise and stay below the depth of 2, but are [1, 2]
      qwen3_vl        | vision_config           | {"num_position_embeddings":36,"depth":2,"hidden_size":6,"num_heads":1,"intermediate_size":8,"out_hidden_size":48} | config.json: vision_config: a hidden_size of 6 cannot be shared and rotated by 1 heads
      qwen3_vl        | vision_config           | {"num_position_embeddings":36,"depth":2,"hidden_size":8,"num_heads":1,"intermediate_size":8,"out_hidden_size":40} | config.json: vision_config.out_hidden_size is 40, but text_config.hidden_size is 48
      qwen2           | num_attention_heads     | 5                         | config.json: a hidden size of 48 cannot be shared by 5 attention heads
      jina_bert       | position_embedding_type | "absolute"                | config.json: position_embedding_type must be alibi, but is absolute
      jina_bert       | feed_forward_type       | "original"                | config.json: feed_forward_type must be geglu or reglu, but is original
      jina_bert       | id2label                | {"0":"a","1":"b","2":"c"} | config.json: a relevance score needs one or two labels, but the classifier has 3
      llama_bidirec   | pooling                 | "last"                    | config.json: pooling must be avg, but is last
      llama_bidirec   | temperature             | 0                         | config.json: temperature must be above 0, but is 0.0
      llama_bidirec   | mlp_bias                | true                      | config.json: mlp_bias must be false, but is true
      llama_bidirec   | rope_scaling            | {"rope_type":"yarn"}      | config.json: rope_scaling.rope_type must be default or llama3, but is yarn
      llama_bidirec   | rope_scaling            | {"rope_type":"llama3"}    | config.json has no rope_scaling.factor
      llama_bidirec   | rope_scaling            | {"rope_type":"llama3","factor":8,"low_freq_factor":4,"high_freq_factor":4,"original_max_position_embeddings":64} | config.json: rotary positions stretched 8.0 times, between 4.0 and 4.0 turns in 64.0 tokens, make no sense
      llama_bidirec   | id2label                | {"0":"a","1":"b","2":"c"} | config.json: a relevance score needs one or two labels, but the classifier has 3
      """;

  /// Tensors that are not as the configuration says.
  private static final String TENSORS =
      """
      xlm_roberta     | vocab_size              | 756  | model.safetensors: tensor roberta.embeddings.word_embeddings.weight must be [756, 48], but is [755, 48]
      xlm_roberta     | max_position_embeddings | 99   | model.safetensors: tensor roberta.embeddings.position_embeddings.weight must be [99, 48], but is [98, 48]
      roberta         | num_hidden_layers       | 4    | model.safetensors: tensor roberta.encoder.layer.3.attention.self.query.weight [48, 48] is missing
      jina_v2         | num_hidden_layers       | 4    | model.safetensors: tensor roberta.encoder.layers.3.mixer.Wqkv.weight [144, 48] is missing
      bert            | intermediate_size       | 95   | model.safetensors: tensor bert.encoder.layer.0.intermediate.dense.weight must be [95, 48], but is [96, 48]
      bert            | id2label                | {"0":"a","1":"b"} | model.safetensors: tensor classifier.weight must be [2, 48], but is [1, 48]
      electra         | embedding_size          | 32   | model.safetensors: tensor electra.embeddings.word_embeddings.weight must be [1042, 32], but is [1042, 48]
      distilbert      | n_layers                | 4    | model.safetensors: tensor distilbert.transformer.layer.3.attention.q_lin.weight [48, 48] is missing
      modernbert_cls  | attention_bias          | true | model.safetensors: tensor model.layers.0.attn.Wqkv.bias [144] is missing
      modernbert_cls  | norm_bias               | true | model.safetensors: tensor model.embeddings.norm.bias [48] is missing
      new             | num_hidden_layers       | 4    | model.safetensors: tensor new.encoder.layer.3.attention.qkv_proj.weight [144, 48] is missing
      deberta_v2      | position_buckets        | 32   | model.safetensors: tensor deberta.encoder.rel_embeddings.weight must be [64, 48], but is [32, 48]
      deberta_v2      | share_att_key           | false | model.safetensors: tensor deberta.encoder.layer.0.attention.self.pos_key_proj.weight [48, 48] is missing
      deberta_v2      | position_biased_input   | true | model.safetensors: tensor deberta.embeddings.position_embeddings.weight [64, 48] is missing
      deberta_v2      | type_vocab_size         | 2    | model.safetensors: tensor deberta.embeddings.token_type_embeddings.weight [2, 48] is missing
      deberta_v2      | embedding_size          | 32   | model.safetensors: tensor deberta.embeddings.word_embeddings.weight must be [755, 32], but is [755, 48]
      qwen3           | vocab_size              | 929  | model.safetensors: tensor model.embed_tokens.weight must be [929, 48], but is [928, 48]
      qwen3           | head_dim                | 32   | model.safetensors: tensor model.layers.0.self_attn.q_proj.weight must be [128, 48], but is [64, 48]
      qwen3           | attention_bias          | true | model.safetensors: tensor model.layers.0.self_attn.q_proj.bias [64] is missing
      qwen3_seq_cls   | id2label                | {"0":"a","1":"b"} | model.safetensors: tensor score.weight must be [2, 48], but is [1, 48]
      qwen2           | num_hidden_layers       | 4    | model.safetensors: tensor model.layers.3.input_layernorm.weight [48] is missing
      gemma           | intermediate_size       | 95   | model.safetensors: tensor model.layers.0.mlp.gate_proj.weight must be [95, 48], but is [96, 48]
      jina_bert       | num_labels              | 2    | model.safetensors: tensor classifier.weight must be [2, 48], but is [1, 48]
      jina_bert       | intermediate_size       | 65   | model.safetensors: tensor bert.encoder.layer.0.mlp.gated_layers.weight must be [130, 48], but is [128, 48]
      llama_bidirec   | id2label                | {"0":"a","1":"b"} | model.safetensors: tensor score.weight must be [2, 48], but is [1, 48]
      llama_bidirec   | num_hidden_layers       | 4    | model.safetensors: tensor model.layers.3.input_layernorm.weight [48] is missing
      modernbert_cls  | intermediate_size       | 65   | model.safetensors: tensor model.layers.0.mlp.Wi.weight must be [130, 48], but is [128, 48]
      """;

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> aVariantIsRefusedWhenItIsRecognised() {
    return rows(VARIANTS)
        .map(row ->
            dynamicTest(
                row[0] + " " + row[1],
                () -> {
                  try (ModelDirectory model = model(row)) {
                    assertThatThrownBy(() -> Recognition.of(model, Families.IN_ORDER))
                        .isInstanceOf(ModelUnavailable.class)
                        .hasMessage(row[3]);
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> aWrongTensorIsRefusedWhenItIsCheckedAndWhenItIsLoaded() {
    return rows(TENSORS)
        .map(row ->
            dynamicTest(
                row[0] + " " + row[1],
                () -> {
                  try (ModelDirectory model = model(row)) {
                    NetworkFamily family = Families.of(Recognition.of(model, Families.IN_ORDER));

                    assertThatThrownBy(() -> family.check(model))
                        .isInstanceOf(ModelUnavailable.class)
                        .hasMessage(row[3]);
                    assertThatThrownBy(() -> family.load(model, new ReferenceEngine()))
                        .isInstanceOf(ModelUnavailable.class)
                        .hasMessage(row[3]);
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> everyGoldenModelPassesTheCheck() {
    return Golden.NAMES.stream()
        .map(name ->
            dynamicTest(
                name,
                () -> {
                  try (ModelDirectory model = ModelDirectory.open(Golden.of(name).model())) {
                    NetworkFamily family = Families.of(Recognition.of(model, Families.IN_ORDER));

                    assertThatCode(() -> family.check(model)).doesNotThrowAnyException();
                  }
                }));
  }

  @Test
  void aJinaBertWithoutClassifierIsNoReranker() {
    ModelCopy copy = ModelCopy.of("jina_bert", directory);
    new TensorFile().write(copy.path().resolve("model.safetensors"));
    try (ModelDirectory model = copy.open()) {
      assertThatThrownBy(() -> Recognition.of(model, Families.IN_ORDER))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage(
              "there is no tensor classifier.weight: this JinaBert makes embeddings and cannot rank");
    }
  }

  @Test
  void aMissingModelTypeIsNoReasonToRefuse() {
    try (ModelDirectory model = ModelCopy.of("bert", directory).with("model_type", "null").open()) {
      assertThat(Recognition.of(model, Families.IN_ORDER).family()).isEqualTo("bert");
    }
  }

  private ModelDirectory model(String[] row) {
    return ModelCopy.of(row[0], directory).with(row[1], row[2]).open();
  }

  private static Stream<String[]> rows(String table) {
    return table.lines().map(line -> line.trim().split("\\s+\\|\\s+", -1));
  }
}
