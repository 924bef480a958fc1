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

/// Qwen3 (Yang et al. 2025), of which Qwen3-Reranker is made: heads are normalized.
record Qwen3() implements NetworkFamily {

  private static final CausalReranker RERANKER =
      new CausalReranker("Qwen3", Answer.YES_OR_NO, 8192);

  @Override
  public String id() {
    return "qwen3";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return RERANKER.recognise(files, this, Qwen3::shape);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    return RERANKER.load(model, engine, shape(model.config()));
  }

  static DecoderShape shape(Config config) {
    Activation activation = EncoderShape.activation(config, "hidden_act", "silu");
    Bias bias = Bias.when(config.flag("attention_bias", false));
    return DecoderShape.of(
        config,
        config.positive("head_dim", 128),
        new Kind(activation, bias, bias, HeadNorm.PRESENT, 0, 1));
  }
}
