package podium.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import podium.LengthLimits;
import podium.LengthLimits.Cut;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;
import podium.tensor.Prefix;
import podium.text.PairTemplates.Frame;
import podium.text.Prompt.Gap;
import podium.text.PromptTemplate.Room;

/// Turns query and document into a prompt. All documents of a request share a [Prefix]: everything
/// up to the document. Thread-safe; holds native memory until closed.
public final class PromptEncoder implements SequenceEncoder {

  /// A token of the query and one of the document.
  private static final int LEAST_TEXT = 2;

  private final Tokenizer tokenizer;
  private final PromptTemplate template;
  private final FixedPieces fixed;
  private final int maxLength;

  /// The pieces of a template that no request changes.
  private record FixedPieces(Tokens start, Tokens separator, Tokens end) {

    static FixedPieces of(PromptTemplate template, Tokenizer tokenizer, TokenizerJson json) {
      Tokens separator = tokenizer.encode(template.separator());
      if (template.start().isEmpty()) {
        Frame frame = PairTemplates.single(json);
        return new FixedPieces(frame.before(), separator, frame.after());
      }
      return new FixedPieces(
          tokens(template.start(), tokenizer), separator, tokens(template.end(), tokenizer));
    }

    private static Tokens tokens(List<String> pieces, Tokenizer tokenizer) {
      return Tokens.join(pieces.stream().map(tokenizer::encode).toList());
    }

    int idLimit() {
      int[] all = Tokens.join(List.of(start, separator, end)).ids();
      return 1 + Arrays.stream(all).max().orElse(-1);
    }
  }

  private PromptEncoder(
      Tokenizer tokenizer, PromptTemplate template, FixedPieces fixed, int maxLength) {
    this.tokenizer = tokenizer;
    this.template = template;
    this.fixed = fixed;
    this.maxLength = maxLength;
  }

  /// Loads a `tokenizer.json`.
  ///
  /// @param mode of special tokens in queries, instructions and documents
  /// @param maxLength as configured for the model, in tokens
  /// @param embeddings rows of the model's embedding table
  /// @throws ModelUnavailable if it is not there, is broken, or has ids that the model has no
  ///   embedding for; the message says which
  public static PromptEncoder load(
      Path tokenizerJson,
      SpecialTokens mode,
      PromptTemplate template,
      int maxLength,
      int embeddings) {
    TokenizerJson json = TokenizerJson.read(tokenizerJson);
    FixedPieces fixed;
    try (Tokenizer parsing = Tokenizer.of(json, SpecialTokens.PARSE)) {
      fixed = FixedPieces.of(template, parsing, json);
    }
    json.checkIds(mode, fixed.idLimit(), embeddings);
    if (room(template, fixed, maxLength).all() < LEAST_TEXT) {
      throw new ModelUnavailable(
          "the model takes %d tokens, but its prompt needs at least %d"
              .formatted(maxLength, leastLength(template, fixed)));
    }
    return new PromptEncoder(Tokenizer.of(json, mode), template, fixed, maxLength);
  }

  private static Room room(PromptTemplate template, FixedPieces fixed, int maxLength) {
    return template.room(maxLength, fixed.start.size(), fixed.end.size());
  }

  private static int leastLength(PromptTemplate template, FixedPieces fixed) {
    int length = 1;
    while (room(template, fixed, length).all() < LEAST_TEXT) {
      length++;
    }
    return length;
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public Joiner query(String query, Optional<String> instruction, LengthLimits limits) {
    if (limits.cut() == Cut.START) {
      throw new InvalidRequest(
          "the texts of this model can be cut at their end only: truncation_direction must be right");
    }
    Room room = room(limits);
    Optional<String> wish = instruction.filter(text -> !text.isBlank());
    String lead = template.lead(query, wish);
    int split = tokenizer.splitsBeforeTheLastOf(lead) ? lead.length() - 1 : 0;

    Tokens queryPiece = tokenizer.encode(template.query(query, wish), room.query());
    int leadRoom = Math.min(room.document(), room.all());
    Tokens leadPiece = tokenizer.encode(lead.substring(0, split), leadRoom);
    Tokens body = Tokens.join(List.of(queryPiece, fixed.separator, leadPiece));
    Gap gap =
        new Gap(
            lead.substring(split),
            Math.max(0, Math.min(room.all() - body.size(), room.document() - leadPiece.size())),
            wanted(lead.substring(split), limits),
            tokenizer.encode(lead.substring(split).stripTrailing()),
            !body.complete() || body.size() > room.all());
    Tokens beginning = Tokens.join(List.of(fixed.start, body.first(room.all())));
    return new Prompt(tokenizer, template, new Prefix(beginning.ids()), gap, fixed.end, limits);
  }

  private Room room(LengthLimits limits) {
    int limit = Math.min(limits.pair(), maxLength);
    Room room = room(template, fixed, limit);
    if (room.all() < LEAST_TEXT) {
      throw new InvalidRequest(
          "max_length must be at least %d for this model, but is %d"
              .formatted(leastLength(template, fixed), limit));
    }
    return room;
  }

  /// Tokens that a document may have by the request's own wish, with those of the lead.
  private int wanted(String lead, LengthLimits limits) {
    int leadTokens = tokenizer.encode(lead.strip()).size();
    return (int) Math.min((long) leadTokens + limits.document(), Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
