package podium.nn;

import java.util.Optional;
import podium.RerankException.ModelUnavailable;
import podium.engine.Activation;
import podium.engine.Engine;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.nn.Checkpoint.Bias;
import podium.nn.DecoderShape.HeadNorm;
import podium.nn.DecoderShape.Kind;

/// Qwen2 (Yang et al. 2024), of which mxbai-rerank v2 is made: q, k and v have biases.
record Qwen2() implements NetworkFamily {

  private static final CausalReranker RERANKER =
      new CausalReranker("Qwen2", Answer.ONE_OR_ZERO, 8192);

  @Override
  public String id() {
    return "qwen2";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return RERANKER.recognise(files, this, Qwen2::shape);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    return RERANKER.load(model, engine, shape(model.config()));
  }

  private static DecoderShape shape(Config config) {
    Activation activation = EncoderShape.activation(config, "hidden_act", "silu");
    return DecoderShape.of(
        config,
        headSize(config),
        new Kind(activation, Bias.PRESENT, Bias.ABSENT, HeadNorm.ABSENT, 0, 1));
  }

  private static int headSize(Config config) {
    int hidden = config.positive("hidden_size");
    int heads = config.positive("num_attention_heads");
    if (hidden % heads != 0) {
      throw new ModelUnavailable(
          "config.json: a hidden size of %d cannot be shared by %d attention heads"
              .formatted(hidden, heads));
    }
    return hidden / heads;
  }
}
