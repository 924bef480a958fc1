package podium.bench;

import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `JinaBertForSequenceClassification`: jina-reranker-v1.
final class JinaBertShape {

  private static final int HIDDEN = 384;
  private static final int HEADS = 12;
  private static final int INTERMEDIATE = 1536;
  private static final int POSITIONS = 8192;
  private static final int VOCABULARY = 61_056;

  private JinaBertShape() {}

  static BenchShape of(String name, int layers) {
    String config =
        """
        {"architectures": ["JinaBertForSequenceClassification"], "model_type": "bert",
         "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "intermediate_size": %d,
         "max_position_embeddings": %d, "vocab_size": %d, "type_vocab_size": 2, "pad_token_id": 0,
         "layer_norm_eps": 1e-12, "hidden_act": "gelu", "position_embedding_type": "alibi",
         "feed_forward_type": "geglu", "id2label": {"0": "LABEL_0"}}
        """
            .formatted(HIDDEN, layers, HEADS, INTERMEDIATE, POSITIONS, VOCABULARY);

    var tensors =
        new Tensors()
            .matrix("bert.embeddings.word_embeddings.weight", VOCABULARY, HIDDEN)
            .matrix("bert.embeddings.token_type_embeddings.weight", 2, HIDDEN)
            .norm("bert.embeddings.LayerNorm", HIDDEN);
    for (int layer = 0; layer < layers; layer++) {
      String prefix = "bert.encoder.layer." + layer;
      tensors
          .linear(prefix + ".attention.self.query", HIDDEN, HIDDEN)
          .linear(prefix + ".attention.self.key", HIDDEN, HIDDEN)
          .linear(prefix + ".attention.self.value", HIDDEN, HIDDEN)
          .linear(prefix + ".attention.output.dense", HIDDEN, HIDDEN)
          .norm(prefix + ".attention.output.LayerNorm", HIDDEN)
          .matrix(prefix + ".mlp.gated_layers.weight", 2 * INTERMEDIATE, HIDDEN)
          .linear(prefix + ".mlp.wo", HIDDEN, INTERMEDIATE)
          .norm(prefix + ".mlp.layernorm", HIDDEN);
    }
    tensors.linear("bert.pooler.dense", HIDDEN, HIDDEN).linear("classifier", 1, HIDDEN);
    return new BenchShape(name, config, VOCABULARY, POSITIONS, DType.F32, tensors.list());
  }
}
