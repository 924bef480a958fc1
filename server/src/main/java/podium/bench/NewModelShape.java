package podium.bench;

import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `NewForSequenceClassification`: gte-multilingual-reranker-base.
final class NewModelShape {

  private static final int HIDDEN = 768;
  private static final int LAYERS = 12;
  private static final int HEADS = 12;
  private static final int INTERMEDIATE = 3072;
  private static final int POSITIONS = 8192;
  private static final int VOCABULARY = 250_048;

  private NewModelShape() {}

  static BenchShape of(String name) {
    String config =
        """
        {"architectures": ["NewForSequenceClassification"], "model_type": "new",
         "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "intermediate_size": %d,
         "max_position_embeddings": %d, "vocab_size": %d, "type_vocab_size": 1, "pad_token_id": 1,
         "layer_norm_eps": 1e-12, "hidden_act": "gelu", "pack_qkv": true,
         "position_embedding_type": "rope", "rope_theta": 20000,
         "rope_scaling": {"type": "ntk", "factor": 8.0}, "id2label": {"0": "LABEL_0"}}
        """
            .formatted(HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS, VOCABULARY);

    var tensors =
        new Tensors()
            .matrix("new.embeddings.word_embeddings.weight", VOCABULARY, HIDDEN)
            .matrix("new.embeddings.token_type_embeddings.weight", 1, HIDDEN)
            .norm("new.embeddings.LayerNorm", HIDDEN);
    for (int layer = 0; layer < LAYERS; layer++) {
      String prefix = "new.encoder.layer." + layer;
      tensors
          .linear(prefix + ".attention.qkv_proj", 3 * HIDDEN, HIDDEN)
          .linear(prefix + ".attention.o_proj", HIDDEN, HIDDEN)
          .norm(prefix + ".attn_ln", HIDDEN)
          .matrix(prefix + ".mlp.up_gate_proj.weight", 2 * INTERMEDIATE, HIDDEN)
          .linear(prefix + ".mlp.down_proj", HIDDEN, INTERMEDIATE)
          .norm(prefix + ".mlp_ln", HIDDEN);
    }
    tensors.linear("new.pooler.dense", HIDDEN, HIDDEN).linear("classifier", 1, HIDDEN);
    return new BenchShape(name, config, VOCABULARY, POSITIONS, DType.F16, tensors.list());
  }
}
