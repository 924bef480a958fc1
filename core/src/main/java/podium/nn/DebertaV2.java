package podium.nn;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.RerankException.ModelUnavailable;
import podium.engine.Engine;
import podium.engine.Engine.Norm;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Tensor;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.ModelFiles;
import podium.model.Recognition;
import podium.nn.Checkpoint.Bias;
import podium.tensor.Batch;

/// DeBERTa v2 and v3 (He et al. 2021), such as mxbai-rerank v1: BERT whose attention looks at
/// relative positions, the same for all layers, through [Disentangled].
record DebertaV2() implements NetworkFamily {

  private static final PostNormEncoder.Names NAMES =
      PostNormEncoder.Names.BERT.withQkv(
          "attention.self.query_proj", "attention.self.key_proj", "attention.self.value_proj");

  @Override
  public String id() {
    return "deberta_v2";
  }

  @Override
  public Optional<Recognition> recognise(ModelFiles files) {
    return PairClassifier.recognise(
        files,
        this,
        List.of("DebertaV2ForSequenceClassification"),
        config -> longestSequence(config, files));
  }

  /// Relative positions limit nothing by themselves. But a network saw no longer texts than
  /// `max_position_embeddings` says, unless its tokenizer says otherwise.
  private static int longestSequence(Config config, ModelFiles files) {
    EncoderShape.ofBert(config);
    Disentangled.of(config);
    if (config.natural("conv_kernel_size", 0) > 0) {
      throw new ModelUnavailable(
          "config.json: conv_kernel_size must be 0, but is %d; the convolution of DeBERTa v2 xlarge and xxlarge is not supported"
              .formatted(config.natural("conv_kernel_size")));
    }
    boolean tokenizerKnows =
        files
            .json("tokenizer_config.json")
            .flatMap(tokenizer -> tokenizer.value("model_max_length"))
            .filter(limit -> limit.asDouble() < Integer.MAX_VALUE)
            .isPresent();
    return tokenizerKnows && !biased(config)
        ? Integer.MAX_VALUE
        : config.positive("max_position_embeddings", 512);
  }

  /// Whether tokens are told their absolute positions too.
  private static boolean biased(Config config) {
    return config.flag("position_biased_input", true);
  }

  @Override
  public Network load(ModelDirectory model, Engine engine) {
    Config config = model.config();
    EncoderShape shape = EncoderShape.ofBert(config);
    Checkpoint checkpoint = Checkpoint.of(model, engine);
    Checkpoint deberta = checkpoint.at("deberta");
    PostNormEncoder encoder = PostNormEncoder.load(deberta, NAMES, shape);
    return new Classifier(
        Embeddings.load(deberta.at("embeddings"), config, shape.hidden()),
        deberta.layerNorm("embeddings.LayerNorm", shape.hidden(), shape.epsilon()),
        Disentangled.of(config).load(deberta.at("encoder"), encoder, shape),
        ScoringHead.load(
            checkpoint,
            "pooler.dense",
            EncoderShape.activation(config, "pooler_hidden_act"),
            "classifier",
            shape.hidden()));
  }

  /// @param positions absolute ones, if tokens are told them
  /// @param types if there are any
  /// @param projection to the encoder's width, where it differs
  private record Embeddings(
      Engine.Table words,
      Optional<Engine.Table> positions,
      Optional<Engine.Table> types,
      Step projection) {

    static Embeddings load(Checkpoint embeddings, Config config, int hidden) {
      int width = config.positive("embedding_size", hidden);
      int longest = config.positive("max_position_embeddings", 512);
      int types = config.natural("type_vocab_size", 0);
      return new Embeddings(
          embeddings.table("word_embeddings", config.positive("vocab_size"), width),
          Optional.of(biased(config))
              .filter(biased -> biased)
              .map(_ -> embeddings.table("position_embeddings", longest, width)),
          Optional.of(types)
              .filter(count -> count > 0)
              .map(count -> embeddings.table("token_type_embeddings", count, width)),
          width == hidden
              ? Step.NONE
              : Step.linear(
                  embeddings.linear(embeddings.stored("embed_proj", width, hidden, Bias.ABSENT))));
    }

    Tensor of(Operators o, Batch batch) {
      Stream<Lookup> lookups =
          Stream.of(
                  Optional.of(new Lookup(words, batch.ids())),
                  positions.map(table -> new Lookup(table, batch.positions())),
                  types.map(table -> new Lookup(table, batch.typeIds())))
              .flatMap(Optional::stream);
      return projection.of(o, o.embed(lookups.toArray(Lookup[]::new)));
    }
  }

  private record Classifier(
      Embeddings embeddings, Norm norm, PostNormEncoder encoder, ScoringHead head)
      implements PairNetwork {

    @Override
    public float[] logits(Operators o, Batch batch) {
      Tensor x = o.norm(embeddings.of(o, batch), norm);
      return head.logits(o, encoder.firstRows(o, x, batch));
    }
  }
}
