package podium.text;

import java.nio.file.Path;
import java.util.Optional;
import podium.LengthLimits;
import podium.LengthLimits.Cut;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;

/// Turns a query and many documents into prompts that hold a block of documents each, for models
/// that compare documents with each other. Thread-safe; holds native memory until closed.
public final class BlockEncoder implements AutoCloseable {

  private final Tokenizer tokenizer;
  private final BlockPrompt prompt;
  private final BlockLimits longest;

  private BlockEncoder(Tokenizer tokenizer, BlockPrompt prompt, BlockLimits longest) {
    this.tokenizer = tokenizer;
    this.prompt = prompt;
    this.longest = longest;
  }

  /// Loads a `tokenizer.json`.
  ///
  /// @param mode of special tokens in queries, instructions and documents
  /// @param maxLength as configured for the model, in tokens
  /// @param embeddings rows of the model's embedding table
  /// @throws ModelUnavailable if it is not there, is broken, lacks the markers, or has ids that the
  ///   model has no embedding for; the message says which
  public static BlockEncoder load(
      Path tokenizerJson, SpecialTokens mode, int maxLength, int embeddings) {
    if (maxLength < BlockLimits.SHARE_OF_QUERY) {
      throw new ModelUnavailable(
          "the model takes %d tokens, but a block needs at least %d"
              .formatted(maxLength, BlockLimits.SHARE_OF_QUERY));
    }
    TokenizerJson json = TokenizerJson.read(tokenizerJson);
    BlockPrompt prompt;
    try (Tokenizer parsing = Tokenizer.of(json, SpecialTokens.PARSE)) {
      prompt = BlockPrompt.of(parsing);
      parsing.text(prompt.start(), 0, 1); // says so if it cannot
    }
    json.checkIds(mode, prompt.idLimit(), embeddings);
    return new BlockEncoder(Tokenizer.of(json, mode), prompt, BlockLimits.jinaV3(maxLength));
  }

  /// Tokenizes what all blocks of a request share.
  ///
  /// @throws InvalidRequest if `limits` leaves no room for text, or refuses to cut a query that is
  ///   too long
  public BlockQuery query(String query, Optional<String> instruction, LengthLimits limits) {
    if (limits.cut() == Cut.START) {
      throw new InvalidRequest(
          "the texts of this model can be cut at their end only: truncation_direction must be right");
    }
    if (limits.pair() < BlockLimits.SHARE_OF_QUERY) {
      throw new InvalidRequest(
          "max_length must be at least %d for this model, but is %d"
              .formatted(BlockLimits.SHARE_OF_QUERY, limits.pair()));
    }
    BlockLimits room = longest.atMost(limits.pair());
    Excerpt asked = beginning("query", query, room.query(), limits);
    Optional<Excerpt> wish =
        instruction
            .filter(text -> !text.isBlank())
            .map(text -> beginning("instruction", text, room.query(), limits));
    int taken = 2 * asked.tokens() + wish.map(Excerpt::tokens).orElse(0);
    return new BlockQuery(tokenizer, prompt, asked, wish, room.beside(taken), limits);
  }

  private Excerpt beginning(String what, String text, int limit, LengthLimits limits) {
    Excerpt excerpt = Excerpt.start(text, limit, tokenizer);
    if (excerpt.truncated() && limits.refuseTruncation()) {
      throw new InvalidRequest(
          "%s does not fit: it has more than the %d tokens that max_length and the model allow"
              .formatted(what, limit));
    }
    return excerpt;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
