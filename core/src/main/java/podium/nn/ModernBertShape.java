package podium.nn;

import java.util.List;
import java.util.stream.IntStream;
import podium.RerankException.ModelUnavailable;
import podium.engine.Activation;
import podium.model.Config;
import podium.nn.Checkpoint.Bias;

/// What `config.json` says of a ModernBERT, in the words of transformers 4 or 5.
///
/// @param positions longest sequence in tokens
/// @param layers how far each layer sees
/// @param window tokens to each side that a local layer sees
/// @param globalTheta base of the rotary frequencies of global layers
/// @param localTheta the same of local layers
record ModernBertShape(
    EncoderShape encoder,
    int positions,
    List<Sight> layers,
    int window,
    double globalTheta,
    double localTheta,
    Biases biases,
    Head head) {

  ModernBertShape {
    layers = List.copyOf(layers);
    if (encoder.headSize() % 2 != 0) {
      throw new ModelUnavailable(
          "config.json: rotary positions need an even head size, but hidden_size /"
              + " num_attention_heads is "
              + encoder.headSize());
    }
  }

  /// How far a layer sees.
  enum Sight {
    /// All of the text.
    GLOBAL,
    /// A window around each token.
    LOCAL
  }

  /// Which layers add a bias.
  record Biases(Bias attention, Bias mlp, Bias norm, Bias classifier) {}

  /// The layers behind the encoder.
  record Head(Pooling pooling, Activation activation) {}

  /// What represents the sequence.
  enum Pooling {
    /// Its first token.
    CLS,
    /// The mean of its tokens.
    MEAN
  }

  static ModernBertShape of(Config config) {
    return new ModernBertShape(
        encoder(config),
        config.positive("max_position_embeddings", 8192),
        layers(config),
        config.positive("local_attention", 128) / 2,
        theta(config, "full_attention", "global_rope_theta", 160_000),
        theta(config, "sliding_attention", "local_rope_theta", 10_000),
        new Biases(
            bias(config, "attention_bias"),
            bias(config, "mlp_bias"),
            bias(config, "norm_bias"),
            bias(config, "classifier_bias")),
        new Head(pooling(config), EncoderShape.activation(config, "classifier_activation")));
  }

  private static EncoderShape encoder(Config config) {
    return new EncoderShape(
        config.positive("hidden_size"),
        config.positive("num_hidden_layers"),
        config.positive("num_attention_heads"),
        config.positive("intermediate_size"),
        (float) config.number("norm_eps", 1e-5),
        EncoderShape.activation(config, "hidden_activation"));
  }

  /// Version 5 lists the layers, version 4 says that every n-th is global, beginning with the
  /// first.
  private static List<Sight> layers(Config config) {
    int count = config.positive("num_hidden_layers");
    List<String> types = config.texts("layer_types");
    if (types.isEmpty()) {
      int every = config.positive("global_attn_every_n_layers", 3);
      return IntStream.range(0, count)
          .mapToObj(n -> n % every == 0 ? Sight.GLOBAL : Sight.LOCAL)
          .toList();
    }
    if (types.size() != count) {
      throw new ModelUnavailable(
          "config.json: layer_types has %d entries, but num_hidden_layers is %d"
              .formatted(types.size(), count));
    }
    return types.stream().map(ModernBertShape::sight).toList();
  }

  private static Sight sight(String type) {
    return switch (type) {
      case "full_attention" -> Sight.GLOBAL;
      case "sliding_attention" -> Sight.LOCAL;
      default ->
          throw new ModelUnavailable(
              "config.json: layer_types may have full_attention and sliding_attention, but has "
                  + type);
    };
  }

  private static double theta(Config config, String layerType, String oldKey, double fallback) {
    String parameters = "rope_parameters." + layerType;
    String type = config.text(parameters + ".rope_type", "default");
    if (!type.equals("default")) {
      throw new ModelUnavailable(
          "config.json: %s.rope_type must be default, but is %s".formatted(parameters, type));
    }
    return config.number(parameters + ".rope_theta", config.number(oldKey, fallback));
  }

  private static Bias bias(Config config, String key) {
    return Bias.when(config.flag(key, false));
  }

  private static Pooling pooling(Config config) {
    String pooling = config.text("classifier_pooling", "cls");
    return switch (pooling) {
      case "cls" -> Pooling.CLS;
      case "mean" -> Pooling.MEAN;
      default ->
          throw new ModelUnavailable(
              "config.json: classifier_pooling must be cls or mean, but is " + pooling);
    };
  }
}
