package podium.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import podium.LengthLimits;
import podium.LengthLimits.Cut;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;
import podium.tensor.Picture;
import podium.tensor.PlacedPicture;
import podium.tensor.Prefix;

/// Turns query and document into the prompt of Qwen3-VL-Reranker, in which both may show pictures:
///
///     start <Instruct>: …<Query>:…
///     <Document>:…end
///
/// Pictures come before the text they belong to; where there is neither, the prompt says `NULL`.
/// What is too long, but for its last tokens, loses ordinary tokens from its end: special tokens stay,
/// among them those that stand for pictures. All documents of a request share a [Prefix]:
/// everything up to the document. Thread-safe; holds native memory until closed.
public final class VisualPromptEncoder implements SequenceEncoder {

  private static final List<String> START = PromptTemplate.QWEN3_RERANKER.start();
  private static final String END = "<|im_end|>\n<|im_start|>assistant\n";
  private static final String PICTURE = "<|vision_start|><|image_pad|><|vision_end|>";
  private static final String DEFAULT_INSTRUCTION =
      "Given a search query, retrieve relevant candidates that answer the query.";

  /// Tokens at the end that are never cut and come on top of the longest prompt.
  private static final int END_TOKENS = 5;

  /// A token of the query and one of the document.
  private static final int LEAST_TEXT = 2;

  private final Tokenizer tokenizer;
  private final FixedTokens fixed;
  private final int maxLength;

  /// What no request changes.
  ///
  /// @param start of the prompt
  /// @param closing what follows a document
  /// @param end what follows that and is never cut
  /// @param picture what comes before a picture, what stands for each of its blocks, what comes
  ///   behind it
  /// @param special ids of all special tokens
  /// @param parsesTexts whether texts may have special tokens
  record FixedTokens(
      Tokens start,
      VisualTokens closing,
      VisualTokens end,
      Tokens picture,
      BitSet special,
      boolean parsesTexts) {

    static FixedTokens of(TokenizerJson json, SpecialTokens mode) {
      try (Tokenizer parsing = Tokenizer.of(json, SpecialTokens.PARSE)) {
        Tokens end = parsing.encode(END);
        return new FixedTokens(
            Tokens.join(START.stream().map(parsing::encode).toList()),
            VisualTokens.of(end.first(Math.max(0, end.size() - END_TOKENS))),
            VisualTokens.of(end.last(END_TOKENS)),
            parsing.encode(PICTURE),
            special(json, parsing.encode(PICTURE)),
            mode == SpecialTokens.PARSE);
      }
    }

    private static BitSet special(TokenizerJson json, Tokens picture) {
      var ids = new BitSet();
      Arrays.stream(picture.ids()).forEach(ids::set);
      for (JsonNode token : json.addedTokens()) {
        if (TokenizerJson.isSpecial(token)) {
          ids.set(token.path("id").asInt());
        }
      }
      return ids;
    }

    int idLimit() {
      VisualTokens all =
          VisualTokens.join(VisualTokens.of(start), closing, end, VisualTokens.of(picture));
      return 1 + Arrays.stream(all.ids()).max().orElse(-1);
    }

    /// How many tokens of a text are worth reading where there is room for `room` at most: one
    /// more, unless those that stay may come later.
    int readable(long room) {
      return parsesTexts ? Integer.MAX_VALUE : (int) Math.min(room + 1, Integer.MAX_VALUE);
    }

    /// The tokens of pictures.
    VisualTokens show(List<Picture> pictures) {
      return VisualTokens.join(pictures.stream().map(this::show).toArray(VisualTokens[]::new));
    }

    private VisualTokens show(Picture shown) {
      int[] marks = picture.ids();
      int[] ids = new int[shown.tokens() + 2];
      Arrays.fill(ids, marks[1]);
      ids[0] = marks[0];
      ids[ids.length - 1] = marks[2];
      return new VisualTokens(ids, List.of(new PlacedPicture(shown, 1)));
    }
  }

  private VisualPromptEncoder(Tokenizer tokenizer, FixedTokens fixed, int maxLength) {
    this.tokenizer = tokenizer;
    this.fixed = fixed;
    this.maxLength = maxLength;
  }

  /// Loads a `tokenizer.json`.
  ///
  /// @param mode of special tokens in queries, instructions and documents
  /// @param maxLength as configured for the model, in tokens; the end of the prompt comes on top
  /// @param embeddings rows of the model's embedding table
  /// @throws ModelUnavailable if it is not there, is broken, lacks tokens for pictures, or has ids
  ///   that the model has no embedding for; the message says which
  public static VisualPromptEncoder load(
      Path tokenizerJson, SpecialTokens mode, int maxLength, int embeddings) {
    TokenizerJson json = TokenizerJson.read(tokenizerJson);
    FixedTokens fixed = FixedTokens.of(json, mode);
    if (fixed.picture.size() != 3) {
      throw new ModelUnavailable("tokenizer.json lacks one of the tokens " + PICTURE);
    }
    int ids = Math.max(fixed.idLimit(), json.idLimit(mode));
    if (ids > embeddings) {
      throw new ModelUnavailable(
          "tokenizer.json has the token id %d, but the model has only %d embeddings"
              .formatted(ids - 1, embeddings));
    }
    if (maxLength < leastLength(fixed)) {
      throw new ModelUnavailable(
          "the model takes %d tokens, but its prompt needs at least %d"
              .formatted(maxLength, leastLength(fixed)));
    }
    return new VisualPromptEncoder(Tokenizer.of(json, mode), fixed, maxLength);
  }

  private static int leastLength(FixedTokens fixed) {
    return fixed.start.size() + LEAST_TEXT;
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public VisualPrompt query(String query, Optional<String> instruction, LengthLimits limits) {
    return query(Passage.of(query), instruction, limits);
  }

  /// Tokenizes what all documents of a request share.
  ///
  /// @throws InvalidRequest if `limits` leaves no room for text
  public VisualPrompt query(Passage query, Optional<String> instruction, LengthLimits limits) {
    int limit = Math.min(limits.pair(), maxLength);
    check(limits, limit);
    String wish = instruction.filter(text -> !text.isBlank()).orElse(DEFAULT_INSTRUCTION);
    String before = "<Instruct>: %s<Query>:".formatted(wish);
    String behind = textOf(query) + "\n<Document>:";
    VisualTokens shown = fixed.show(query.pictures());
    VisualTokens first = VisualTokens.of(fixed.start);
    if (shown.size() > 0) {
      first = VisualTokens.join(first, VisualTokens.of(tokenizer.encode(before)), shown);
      before = "";
    }
    String lead = before + behind;
    int split = tokenizer.lastSplitOf(lead);
    Tokens text = tokenizer.encode(lead.substring(0, split), fixed.readable(limit));
    VisualTokens beginning = VisualTokens.join(first, VisualTokens.of(text));
    return new VisualPrompt(
        tokenizer,
        fixed,
        new VisualPrompt.Beginning(
            beginning,
            new Prefix(beginning.ids(), beginning.pictures()),
            lead.substring(split),
            text.complete()),
        limits,
        limit);
  }

  private void check(LengthLimits limits, int limit) {
    if (limits.cut() == Cut.START) {
      throw new InvalidRequest(
          "the texts of this model can be cut at their end only: truncation_direction must be right");
    }
    if (limit < leastLength(fixed)) {
      throw new InvalidRequest(
          "max_length must be at least %d for this model, but is %d"
              .formatted(leastLength(fixed), limit));
    }
  }

  /// What is said where a passage stands.
  static String textOf(Passage passage) {
    return passage.text().orElse(passage.pictures().isEmpty() ? "NULL" : "");
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
