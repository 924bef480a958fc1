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

/// Qwen3 (Yang et al. 2025), of which Qwen3-Reranker and zerank are made: heads are normalized.
record Qwen3() implements NetworkFamily {

  private static final CausalReranker RERANKER =
      new CausalReranker("Qwen3", Answer.YES_OR_NO, 8192);

  private static final CausalReranker ZERANK =
      new CausalReranker("Qwen3", Answer.YES_OF_ZERANK, 32_768);

  @Override
  public String id() {
    return "qwen3";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return reranker(files).recognise(files, this, Qwen3::shape);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    return reranker(model).load(model, engine, shape(model.config()));
  }

  /// Of zerank's newer files nothing but their names says that they are zerank's; the older ones
  /// bring their code along.
  private static CausalReranker reranker(ModelFiles files) {
    boolean zerank =
        files.called("zerank")
            || files.config().text("auto_map.AutoConfig", "").startsWith("modeling_zeranker.");
    return zerank ? ZERANK : RERANKER;
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
