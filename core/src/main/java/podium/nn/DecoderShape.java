package podium.nn;

import java.util.List;
import podium.RerankException.ModelUnavailable;
import podium.engine.Activation;
import podium.engine.AttentionShape;
import podium.engine.AttentionShape.Reach;
import podium.model.Config;
import podium.nn.Checkpoint.Bias;

/// The part of `config.json` that every decoder of Llama's kind has, and what distinguishes its
/// kind.
///
/// @param vocabulary rows of the embedding table
/// @param hidden width of the residual stream
/// @param heads query heads
/// @param keyHeads key and value heads, each shared by as many query heads as any other
/// @param headSize elements per head, which need not be `hidden / heads`
/// @param intermediate width of the gated feed-forward layer
/// @param epsilon of the norms
/// @param theta base of the rotary frequencies
record DecoderShape(
    int vocabulary,
    int hidden,
    int layers,
    int heads,
    int keyHeads,
    int headSize,
    int intermediate,
    float epsilon,
    double theta,
    Kind kind) {

  /// In what decoders of the same sizes differ.
  ///
  /// @param activation of the gate
  /// @param qkv whether q, k and v have biases
  /// @param output whether the attention's output has a bias
  /// @param headNorm whether heads of q and k are normalized
  /// @param normOffset added to the weights of norms
  /// @param embeddingScale factor on embeddings
  /// @param reach which tokens a token sees
  record Kind(
      Activation activation,
      Bias qkv,
      Bias output,
      HeadNorm headNorm,
      float normOffset,
      float embeddingScale,
      Reach reach) {

    /// One whose tokens see those before them.
    Kind(
        Activation activation,
        Bias qkv,
        Bias output,
        HeadNorm headNorm,
        float normOffset,
        float embeddingScale) {
      this(activation, qkv, output, headNorm, normOffset, embeddingScale, new Reach.Causal());
    }

    /// As in Llama (Touvron et al. 2023), from which the others stem.
    static Kind llama(Activation activation, Bias bias) {
      return new Kind(activation, bias, bias, HeadNorm.ABSENT, 0, 1);
    }

    /// The same with another reach.
    Kind seeing(Reach other) {
      return new Kind(activation, qkv, output, headNorm, normOffset, embeddingScale, other);
    }
  }

  /// Whether heads of q and k are normalized before they are rotated.
  enum HeadNorm {
    PRESENT,
    ABSENT
  }

  DecoderShape {
    if (heads % keyHeads != 0) {
      throw new ModelUnavailable(
          "config.json: %d attention heads cannot share %d key heads evenly"
              .formatted(heads, keyHeads));
    }
    if (headSize % 2 != 0) {
      throw new ModelUnavailable(
          "config.json: heads of %d elements cannot be rotated".formatted(headSize));
    }
  }

  /// With the keys that all share.
  static DecoderShape of(Config config, int headSize, Kind kind) {
    return of(config, headSize, kind, theta(config));
  }

  /// The same, whatever the keys of rotary positions say.
  static DecoderShape of(Config config, int headSize, Kind kind, double theta) {
    refuseWindows(config);
    int heads = config.positive("num_attention_heads");
    return new DecoderShape(
        config.positive("vocab_size"),
        config.positive("hidden_size"),
        config.positive("num_hidden_layers"),
        heads,
        config.positive("num_key_value_heads", heads),
        headSize,
        config.positive("intermediate_size"),
        (float) config.number("rms_norm_eps", 1e-6),
        theta,
        kind);
  }

  /// Layers that see only a window of the text exist in the code of these families, but not in
  /// their rerankers.
  private static void refuseWindows(Config config) {
    if (config.flag("use_sliding_window", false)) {
      throw new ModelUnavailable("config.json: use_sliding_window must be false, but is true");
    }
    List<String> types = config.texts("layer_types");
    types.stream()
        .filter(type -> !type.equals("full_attention"))
        .findFirst()
        .ifPresent(type -> {
          throw new ModelUnavailable(
              "config.json: layer_types may have full_attention only, but has " + type);
        });
  }

  /// Version 5 of transformers has `rope_parameters`, version 4 `rope_theta` and `rope_scaling`.
  private static double theta(Config config) {
    requireDefault("rope_parameters.rope_type", config);
    requireDefault("rope_scaling.rope_type", config);
    requireDefault("rope_scaling.type", config);
    return config.number("rope_parameters.rope_theta", config.number("rope_theta", 10_000));
  }

  private static void requireDefault(String key, Config config) {
    String type = config.text(key, "default");
    if (!type.equals("default")) {
      throw new ModelUnavailable("config.json: %s must be default, but is %s".formatted(key, type));
    }
  }

  AttentionShape attention(int layer) {
    float scale = (float) (1 / Math.sqrt(headSize));
    return new AttentionShape(heads, keyHeads, headSize, scale, kind.reach(), layer);
  }
}
