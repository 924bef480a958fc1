package podium.runtime;

import java.nio.file.Path;
import java.util.Optional;
import podium.ImagePolicy;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.model.Config;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.nn.Families;
import podium.nn.Network;
import podium.nn.ShapeEngine;
import podium.text.BlockEncoder;
import podium.text.PairEncoder;
import podium.text.PromptEncoder;
import podium.text.PromptTemplate;
import podium.text.VisualPromptEncoder;

/// Chooses how texts, and images, become sequences, by what the model was recognised as.
///
/// @param tokenizer the file `tokenizer.json`
/// @param maxLength as configured for the model, in tokens
/// @param embeddings rows of the model's embedding table
/// @param images reads those of requests, for a model that takes them
record SequenceEncoders(
    Path tokenizer,
    SpecialTokens mode,
    int maxLength,
    int embeddings,
    Optional<ImageLoader> images) {

  static SequenceEncoders of(
      Path directory, RerankerOptions options, ModelDirectory model, Recognition recognition) {
    return new SequenceEncoders(
        directory.resolve("tokenizer.json"),
        options.specialTokens(),
        recognition.maxLength(model),
        vocabulary(model.config()),
        Optional.of(recognition)
            .filter(known -> known.template().takesImages())
            .map(known -> images(options.images(), model, known)));
  }

  /// Rows of the embedding table. Models that see have a configuration for what they read and one
  /// for what they see.
  static int vocabulary(Config config) {
    return config.value("text_config").isPresent()
        ? config.positive("text_config.vocab_size")
        : config.positive("vocab_size");
  }

  private static ImageLoader images(
      ImagePolicy policy, ModelDirectory model, Recognition recognition) {
    Network shapes = Families.of(recognition).load(model, new ShapeEngine());
    return ImageLoader.of(policy, shapes.keptPerPictureToken() * Float.BYTES);
  }

  /// @throws podium.RerankException.ModelUnavailable if the tokenizer cannot be used
  RequestEncoder load(Recognition.Template template) {
    return switch (template) {
      case PAIR ->
          new RequestEncoder.OneByOne(PairEncoder.load(tokenizer, mode, maxLength, embeddings));
      case QWEN3_RERANKER -> prompt(PromptTemplate.QWEN3_RERANKER);
      case MXBAI_V2 -> prompt(PromptTemplate.MXBAI_V2);
      case BGE_GEMMA -> prompt(PromptTemplate.BGE_GEMMA);
      case NEMOTRON -> prompt(PromptTemplate.NEMOTRON);
      case ZERANK -> prompt(PromptTemplate.ZERANK);
      case JINA_V3 ->
          new RequestEncoder.InBlocks(BlockEncoder.load(tokenizer, mode, maxLength, embeddings));
      case QWEN3_VL_RERANKER ->
          new VisualRequestEncoder(
              VisualPromptEncoder.load(tokenizer, mode, maxLength, embeddings),
              images.orElseThrow());
    };
  }

  private RequestEncoder prompt(PromptTemplate template) {
    return new RequestEncoder.OneByOne(
        PromptEncoder.load(tokenizer, mode, template, maxLength, embeddings));
  }
}
