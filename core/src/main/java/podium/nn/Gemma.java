package podium.nn;

import java.util.Optional;
import podium.engine.Activation;
import podium.engine.Engine;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.nn.Checkpoint.Bias;
import podium.nn.DecoderShape.HeadNorm;
import podium.nn.DecoderShape.Kind;

/// Gemma (Mesnard et al. 2024), of which bge-reranker-v2-gemma is made: embeddings are scaled by
/// the square root of their width, norms multiply by 1 + w.
record Gemma() implements NetworkFamily {

  private static final CausalReranker RERANKER = new CausalReranker("Gemma", Answer.YES, 512);

  @Override
  public String id() {
    return "gemma";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return RERANKER.recognise(files, this, Gemma::shape);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    return RERANKER.load(model, engine, shape(model.config()));
  }

  private static DecoderShape shape(Config config) {
    Bias bias = Bias.when(config.flag("attention_bias", false));
    float embeddingScale = (float) Math.sqrt(config.positive("hidden_size"));
    return DecoderShape.of(
        config,
        config.positive("head_dim", 256),
        new Kind(activation(config), bias, bias, HeadNorm.ABSENT, 1, embeddingScale));
  }

  /// The first checkpoints say `"hidden_act": "gelu"` but were trained with its approximation; only
  /// `hidden_activation`, which came later, means what it says.
  private static Activation activation(Config config) {
    if (config.value("hidden_activation").isPresent()) {
      return EncoderShape.activation(config, "hidden_activation");
    }
    Activation old = EncoderShape.activation(config, "hidden_act", "gelu_pytorch_tanh");
    return old == Activation.GELU ? Activation.GELU_TANH : old;
  }
}
