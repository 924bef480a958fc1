package podium.runtime;

import java.nio.file.Path;
import podium.SpecialTokens;
import podium.model.ModelDirectory;
import podium.model.Recognition;
import podium.text.BlockEncoder;
import podium.text.PairEncoder;
import podium.text.PromptEncoder;
import podium.text.PromptTemplate;

/// Chooses how texts become sequences, by what the model was recognised as.
///
/// @param tokenizer the file `tokenizer.json`
/// @param maxLength as configured for the model, in tokens
/// @param embeddings rows of the model's embedding table
record SequenceEncoders(Path tokenizer, SpecialTokens mode, int maxLength, int embeddings) {

  static SequenceEncoders of(
      Path directory, SpecialTokens mode, ModelDirectory model, Recognition recognition) {
    return new SequenceEncoders(
        directory.resolve("tokenizer.json"),
        mode,
        recognition.maxLength(model),
        model.config().positive("vocab_size"));
  }

  /// @throws podium.RerankException.ModelUnavailable if the tokenizer cannot be used
  RequestEncoder load(Recognition.Template template) {
    return switch (template) {
      case PAIR ->
          new RequestEncoder.OneByOne(PairEncoder.load(tokenizer, mode, maxLength, embeddings));
      case QWEN3_RERANKER -> prompt(PromptTemplate.QWEN3_RERANKER);
      case MXBAI_V2 -> prompt(PromptTemplate.MXBAI_V2);
      case BGE_GEMMA -> prompt(PromptTemplate.BGE_GEMMA);
      case ZERANK -> prompt(PromptTemplate.ZERANK);
      case JINA_V3 ->
          new RequestEncoder.InBlocks(BlockEncoder.load(tokenizer, mode, maxLength, embeddings));
    };
  }

  private RequestEncoder prompt(PromptTemplate template) {
    return new RequestEncoder.OneByOne(
        PromptEncoder.load(tokenizer, mode, template, maxLength, embeddings));
  }
}
