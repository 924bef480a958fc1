package podium.bench;

import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `ModernBertForSequenceClassification`: gte-reranker-modernbert-base.
final class ModernBertShape {

  private static final int HIDDEN = 768;
  private static final int LAYERS = 22;
  private static final int HEADS = 12;
  private static final int INTERMEDIATE = 1152;
  private static final int POSITIONS = 8192;
  private static final int VOCABULARY = 50_368;

  private ModernBertShape() {}

  static BenchShape of(String name) {
    String config =
        """
        {"architectures": ["ModernBertForSequenceClassification"], "model_type": "modernbert",
         "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "intermediate_size": %d,
         "max_position_embeddings": %d, "vocab_size": %d, "pad_token_id": 50283,
         "norm_eps": 1e-05, "hidden_activation": "gelu", "classifier_activation": "gelu",
         "classifier_pooling": "mean", "global_attn_every_n_layers": 3, "local_attention": 128,
         "global_rope_theta": 160000.0, "local_rope_theta": 10000.0,
         "attention_bias": false, "mlp_bias": false, "norm_bias": false, "classifier_bias": false,
         "id2label": {"0": "LABEL_0"}}
        """
            .formatted(HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS, VOCABULARY);

    var tensors =
        new Tensors()
            .matrix("model.embeddings.tok_embeddings.weight", VOCABULARY, HIDDEN)
            .matrix("model.embeddings.norm.weight", HIDDEN);
    for (int layer = 0; layer < LAYERS; layer++) {
      String prefix = "model.layers." + layer;
      if (layer > 0) {
        tensors.matrix(prefix + ".attn_norm.weight", HIDDEN);
      }
      tensors
          .matrix(prefix + ".attn.Wqkv.weight", 3 * HIDDEN, HIDDEN)
          .matrix(prefix + ".attn.Wo.weight", HIDDEN, HIDDEN)
          .matrix(prefix + ".mlp_norm.weight", HIDDEN)
          .matrix(prefix + ".mlp.Wi.weight", 2 * INTERMEDIATE, HIDDEN)
          .matrix(prefix + ".mlp.Wo.weight", HIDDEN, INTERMEDIATE);
    }
    tensors
        .matrix("model.final_norm.weight", HIDDEN)
        .matrix("head.dense.weight", HIDDEN, HIDDEN)
        .matrix("head.norm.weight", HIDDEN)
        .linear("classifier", 1, HIDDEN);
    return new BenchShape(name, config, VOCABULARY, POSITIONS, DType.F16, tensors.list());
  }
}
