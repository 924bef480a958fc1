package podium.bench;

import podium.bench.BenchShape.Frame;
import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of Qwen3 with 0.6 billion parameters: Qwen3-Reranker, and jina-reranker-v3 made of
/// it.
final class Qwen3Shape {

  private static final int HIDDEN = 1024;
  private static final int LAYERS = 28;
  private static final int HEADS = 16;
  private static final int KEY_HEADS = 8;
  private static final int HEAD_SIZE = 128;
  private static final int INTERMEDIATE = 3072;
  private static final int MAX_LENGTH = 8192;
  private static final int VOCABULARY = 151_669;

  private static final int JINA_MAX_LENGTH = 131_072;
  private static final int JINA_VOCABULARY = 151_936;
  private static final int JINA_WIDTH = 512;

  private Qwen3Shape() {}

  static BenchShape of(String name) {
    return new BenchShape(
        name,
        config("Qwen3ForCausalLM", 40_960, VOCABULARY),
        VOCABULARY,
        MAX_LENGTH,
        DType.BF16,
        Frame.QWEN3,
        decoder(VOCABULARY).list());
  }

  static BenchShape jinaV3(String name) {
    return new BenchShape(
        name,
        config("JinaForRanking", JINA_MAX_LENGTH, JINA_VOCABULARY),
        JINA_VOCABULARY,
        JINA_MAX_LENGTH,
        DType.BF16,
        Frame.JINA_V3,
        decoder(JINA_VOCABULARY)
            .matrix("projector.0.weight", HIDDEN / 2, HIDDEN)
            .matrix("projector.2.weight", JINA_WIDTH, HIDDEN / 2)
            .list());
  }

  private static String config(String architecture, int positions, int vocabulary) {
    return """
    {"architectures": ["%s"], "model_type": "qwen3",
     "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d,
     "head_dim": %d, "intermediate_size": %d, "max_position_embeddings": %d, "vocab_size": %d,
     "rms_norm_eps": 1e-06, "rope_theta": 1000000, "rope_scaling": null, "hidden_act": "silu",
     "attention_bias": false, "use_sliding_window": false, "tie_word_embeddings": true}
    """
        .formatted(
            architecture,
            HIDDEN,
            LAYERS,
            HEADS,
            KEY_HEADS,
            HEAD_SIZE,
            INTERMEDIATE,
            positions,
            vocabulary);
  }

  private static Tensors decoder(int vocabulary) {
    var tensors = new Tensors().matrix("model.embed_tokens.weight", vocabulary, HIDDEN);
    for (int layer = 0; layer < LAYERS; layer++) {
      layer(tensors, "model.layers." + layer);
    }
    return tensors.matrix("model.norm.weight", HIDDEN);
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
