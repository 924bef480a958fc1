package podium.nn;

import java.util.Map;
import java.util.stream.Collectors;
import podium.RerankException.ModelUnavailable;
import podium.engine.Activation;
import podium.model.Config;

/// The part of `config.json` that every transformer encoder has, under whatever keys.
///
/// @param hidden width of the residual stream
/// @param heads attention heads, which share `hidden` evenly
/// @param intermediate width of the feed-forward layer
/// @param epsilon added to the variance by layer norms
/// @param activation of the feed-forward layer
record EncoderShape(
    int hidden, int layers, int heads, int intermediate, float epsilon, Activation activation) {

  /// Activations by their names in transformers.
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of(
          "gelu", Activation.GELU,
          "gelu_python", Activation.GELU,
          "gelu_new", Activation.GELU_TANH,
          "gelu_fast", Activation.GELU_TANH,
          "gelu_pytorch_tanh", Activation.GELU_TANH,
          "silu", Activation.SILU,
          "swish", Activation.SILU,
          "relu", Activation.RELU,
          "tanh", Activation.TANH);

  EncoderShape {
    if (hidden % heads != 0) {
      throw new ModelUnavailable(
          "config.json: a hidden size of %d cannot be shared by %d attention heads"
              .formatted(hidden, heads));
    }
  }

  /// With the keys and defaults of BERT, which most families took over.
  static EncoderShape ofBert(Config config) {
    String positions = config.text("position_embedding_type", "absolute");
    if (!positions.equals("absolute")) {
      throw new ModelUnavailable(
          "config.json: position_embedding_type must be absolute, but is " + positions);
    }
    return new EncoderShape(
        config.positive("hidden_size"),
        config.positive("num_hidden_layers"),
        config.positive("num_attention_heads"),
        config.positive("intermediate_size"),
        (float) config.number("layer_norm_eps", 1e-12),
        activation(config, "hidden_act"));
  }

  int headSize() {
    return hidden / heads;
  }

  /// The activation under `key`; without it the exact gelu, as in all of transformers' encoders.
  static Activation activation(Config config, String key) {
    return activation(config, key, "gelu");
  }

  /// The activation under `key`; without it the one of that name.
  static Activation activation(Config config, String key, String fallback) {
    String name = config.text(key, fallback);
    Activation activation = ACTIVATIONS.get(name);
    if (activation == null) {
      throw new ModelUnavailable(
          "config.json: %s must be one of %s, but is %s"
              .formatted(
                  key,
                  ACTIVATIONS.keySet().stream().sorted().collect(Collectors.joining(", ")),
                  name));
    }
    return activation;
  }
}
