package podium.bench;

import podium.bench.BenchShape.Frame;
import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `Qwen3ForCausalLM`: Qwen3-Reranker.
final class Qwen3Shape {

  private static final int HIDDEN = 1024;
  private static final int LAYERS = 28;
  private static final int HEADS = 16;
  private static final int KEY_HEADS = 8;
  private static final int HEAD_SIZE = 128;
  private static final int INTERMEDIATE = 3072;
  private static final int MAX_LENGTH = 8192;
  private static final int VOCABULARY = 151_669;

  private Qwen3Shape() {}

  static BenchShape of(String name) {
    String config =
        """
        {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3",
         "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d,
         "head_dim": %d, "intermediate_size": %d, "max_position_embeddings": 40960, "vocab_size": %d,
         "rms_norm_eps": 1e-06, "rope_theta": 1000000, "rope_scaling": null, "hidden_act": "silu",
         "attention_bias": false, "use_sliding_window": false, "tie_word_embeddings": true}
        """
            .formatted(HIDDEN, LAYERS, HEADS, KEY_HEADS, HEAD_SIZE, INTERMEDIATE, VOCABULARY);

    var tensors = new Tensors().matrix("model.embed_tokens.weight", VOCABULARY, HIDDEN);
    for (int layer = 0; layer < LAYERS; layer++) {
      layer(tensors, "model.layers." + layer);
    }
    tensors.matrix("model.norm.weight", HIDDEN);
    return new BenchShape(
        name, config, VOCABULARY, MAX_LENGTH, DType.BF16, Frame.QWEN3, tensors.list());
  }

  private static void layer(Tensors tensors, String prefix) {
    tensors
        .matrix(prefix + ".input_layernorm.weight", HIDDEN)
        .matrix(prefix + ".self_attn.q_proj.weight", HEADS * HEAD_SIZE, HIDDEN)
        .matrix(prefix + ".self_attn.k_proj.weight", KEY_HEADS * HEAD_SIZE, HIDDEN)
        .matrix(prefix + ".self_attn.v_proj.weight", KEY_HEADS * HEAD_SIZE, HIDDEN)
        .matrix(prefix + ".self_attn.q_norm.weight", HEAD_SIZE)
        .matrix(prefix + ".self_attn.k_norm.weight", HEAD_SIZE)
        .matrix(prefix + ".self_attn.o_proj.weight", HIDDEN, HEADS * HEAD_SIZE)
        .matrix(prefix + ".post_attention_layernorm.weight", HIDDEN)
        .matrix(prefix + ".mlp.gate_proj.weight", INTERMEDIATE, HIDDEN)
        .matrix(prefix + ".mlp.up_proj.weight", INTERMEDIATE, HIDDEN)
        .matrix(prefix + ".mlp.down_proj.weight", HIDDEN, INTERMEDIATE);
  }
}
