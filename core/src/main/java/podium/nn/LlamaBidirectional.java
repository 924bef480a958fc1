package podium.nn;

import java.util.Optional;
import podium.RerankException.ModelUnavailable;
import podium.engine.AttentionShape.Reach;
import podium.engine.Engine;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.model.Recognition.Template;
import podium.nn.Checkpoint.Bias;
import podium.nn.DecoderShape.Kind;
import podium.tensor.Batch;

/// Llama (Touvron et al. 2023) whose tokens see all of the text, with a classifier on their mean:
/// nvidia/llama-nemotron-rerank-1b-v2.
record LlamaBidirectional() implements NetworkFamily {

  private static final String ARCHITECTURE = "LlamaBidirectionalForSequenceClassification";

  /// Longest text that it was made for, in tokens; its positions go farther.
  private static final int LONGEST = 8192;

  @Override
  public String id() {
    return "llama_bidirec";
  }

  @Override
  public Verified verified() {
    return Verified.FORMULA;
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return files
        .architecture()
        .filter(ARCHITECTURE::equals)
        .map(_ -> {
          PairClassifier.requireOneOrTwoLabels(files.labels());
          Config config = files.config();
          shape(config);
          rope(config);
          temperature(config);
          requireMean(config);
          return new Recognition(
              id(),
              "config.json: architectures[0] is " + ARCHITECTURE,
              Math.min(LONGEST, config.positive("max_position_embeddings", LONGEST)),
              Template.NEMOTRON);
        });
  }

  private static DecoderShape shape(Config config) {
    if (config.flag("mlp_bias", false)) {
      throw new ModelUnavailable("config.json: mlp_bias must be false, but is true");
    }
    Bias bias = Bias.when(config.flag("attention_bias", false));
    return DecoderShape.of(
        config,
        headSize(config),
        Kind.llama(EncoderShape.activation(config, "hidden_act", "silu"), bias)
            .seeing(new Reach.All()),
        theta(config));
  }

  private static int headSize(Config config) {
    return config.positive(
        "head_dim", config.positive("hidden_size") / config.positive("num_attention_heads"));
  }

  private static double theta(Config config) {
    return config.number("rope_parameters.rope_theta", config.number("rope_theta", 10_000));
  }

  /// Version 5 of transformers has `rope_parameters`, version 4 `rope_scaling`.
  private static RopeTable rope(Config config) {
    boolean newer = config.value("rope_parameters").isPresent();
    String key = newer ? "rope_parameters" : "rope_scaling";
    String type = config.text(key + ".rope_type", config.text(key + ".type", "default"));
    return switch (type) {
      case "default" -> new RopeTable(theta(config), headSize(config));
      case "llama3" ->
          RopeTable.stretched(
              theta(config),
              headSize(config),
              new RopeTable.Stretch(
                  config.number(key + ".factor"),
                  config.number(key + ".low_freq_factor"),
                  config.number(key + ".high_freq_factor"),
                  config.number(key + ".original_max_position_embeddings")));
      default ->
          throw new ModelUnavailable(
              "config.json: %s.rope_type must be default or llama3, but is %s"
                  .formatted(key, type));
    };
  }

  private static float temperature(Config config) {
    double temperature = config.number("temperature", 1);
    if (temperature <= 0) {
      throw new ModelUnavailable("config.json: temperature must be above 0, but is " + temperature);
    }
    return (float) temperature;
  }

  private static void requireMean(Config config) {
    String pooling = config.text("pooling", "avg");
    if (!pooling.equals("avg")) {
      throw new ModelUnavailable("config.json: pooling must be avg, but is " + pooling);
    }
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    DecoderShape shape = shape(config);
    return new Classifier(
        Decoder.load(checkpoint.at("model"), shape),
        rope(config),
        LogitLayer.load(checkpoint, "score", shape.hidden(), Bias.ABSENT),
        temperature(config));
  }

  /// The logit of a sequence is `w · mean(h) / temperature`, where h are the normalized outputs of
  /// the last layer.
  ///
  /// @param decoder its rotary positions are not used
  private record Classifier(Decoder decoder, RopeTable rope, LogitLayer output, float temperature)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Rotation rotation = rope.at(batch.positions());
      Tensor x = o.embed(new Lookup(decoder.words(), batch.ids()));
      for (Decoder.Layer layer : decoder.layers()) {
        x = layer.of(o, x, batch, rotation);
        o.keep(x);
      }
      Tensor mean = o.meanRows(o.norm(x, decoder.norm()), batch);
      float[] logits = output.logits(o, mean);
      for (int i = 0; i < logits.length; i++) {
        logits[i] /= temperature;
      }
      return logits;
    }
  }
}
