package podium.bench;

import podium.bench.BenchShape.Frame;
import podium.bench.BenchShape.Tensors;
import podium.tensor.DType;

/// Checkpoints of `Qwen3VLForConditionalGeneration` in the sizes of Qwen3-VL-Reranker-2B.
final class Qwen3VlShape {

  private static final int HIDDEN = 2048;
  private static final int HEADS = 16;
  private static final int KEY_HEADS = 8;
  private static final int HEAD_SIZE = 128;
  private static final int INTERMEDIATE = 6144;
  private static final int MAX_LENGTH = 10_240;
  private static final int VOCABULARY = 151_936;

  private static final int VISION_HIDDEN = 1024;
  private static final int VISION_LAYERS = 24;
  private static final int VISION_HEADS = 16;
  private static final int VISION_INTERMEDIATE = 4096;
  private static final int VISION_POSITIONS = 2304;
  private static final int DEEPSTACK = 3;

  private Qwen3VlShape() {}

  /// @param layers of the language model: 28, or fewer to see the vision tower alone
  static BenchShape of(String name, int layers) {
    String config =
        """
        {"architectures": ["Qwen3VLForConditionalGeneration"], "model_type": "qwen3_vl", "tie_word_embeddings": true,
         "text_config": {
          "hidden_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d,
          "head_dim": %d, "intermediate_size": %d, "max_position_embeddings": 262144, "vocab_size": %d,
          "rms_norm_eps": 1e-06, "rope_theta": 5000000, "hidden_act": "silu", "attention_bias": false,
          "rope_scaling": {"mrope_interleaved": true, "mrope_section": [24, 20, 20], "rope_type": "default"}},
         "vision_config": {
          "depth": %d, "hidden_size": %d, "num_heads": %d, "intermediate_size": %d, "num_position_embeddings": %d,
          "out_hidden_size": %d, "deepstack_visual_indexes": [5, 11, 17], "hidden_act": "gelu_pytorch_tanh",
          "in_channels": 3, "patch_size": 16, "spatial_merge_size": 2, "temporal_patch_size": 2}}
        """
            .formatted(
                HIDDEN,
                layers,
                HEADS,
                KEY_HEADS,
                HEAD_SIZE,
                INTERMEDIATE,
                VOCABULARY,
                VISION_LAYERS,
                VISION_HIDDEN,
                VISION_HEADS,
                VISION_INTERMEDIATE,
                VISION_POSITIONS,
                HIDDEN);
    var tensors =
        new Tensors().matrix("model.language_model.embed_tokens.weight", VOCABULARY, HIDDEN);
    for (int layer = 0; layer < layers; layer++) {
      textLayer(tensors, "model.language_model.layers." + layer);
    }
    tensors.matrix("model.language_model.norm.weight", HIDDEN);
    vision(tensors, "model.visual");
    return new BenchShape(
        name, config, VOCABULARY, MAX_LENGTH, DType.BF16, Frame.QWEN3_VL, tensors.list());
  }

  private static void textLayer(Tensors tensors, String prefix) {
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

  private static void vision(Tensors tensors, String prefix) {
    tensors
        .matrix(prefix + ".patch_embed.proj.weight", VISION_HIDDEN, 3, 2, 16, 16)
        .matrix(prefix + ".patch_embed.proj.bias", VISION_HIDDEN)
        .matrix(prefix + ".pos_embed.weight", VISION_POSITIONS, VISION_HIDDEN);
    for (int layer = 0; layer < VISION_LAYERS; layer++) {
      String block = prefix + ".blocks." + layer;
      tensors
          .norm(block + ".norm1", VISION_HIDDEN)
          .linear(block + ".attn.qkv", 3 * VISION_HIDDEN, VISION_HIDDEN)
          .linear(block + ".attn.proj", VISION_HIDDEN, VISION_HIDDEN)
          .norm(block + ".norm2", VISION_HIDDEN)
          .linear(block + ".mlp.linear_fc1", VISION_INTERMEDIATE, VISION_HIDDEN)
          .linear(block + ".mlp.linear_fc2", VISION_HIDDEN, VISION_INTERMEDIATE);
    }
    merger(tensors, prefix + ".merger", VISION_HIDDEN);
    for (int k = 0; k < DEEPSTACK; k++) {
      merger(tensors, prefix + ".deepstack_merger_list." + k, 4 * VISION_HIDDEN);
    }
  }

  /// @param normed columns of its norm
  private static void merger(Tensors tensors, String prefix, int normed) {
    tensors
        .norm(prefix + ".norm", normed)
        .linear(prefix + ".linear_fc1", 4 * VISION_HIDDEN, 4 * VISION_HIDDEN)
        .linear(prefix + ".linear_fc2", HIDDEN, 4 * VISION_HIDDEN);
  }
}
