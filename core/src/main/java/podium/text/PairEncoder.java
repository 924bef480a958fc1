package podium.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.SpecialTokens;
import podium.Stretch;
import podium.tensor.Encoding;
import podium.text.PairTemplate.Kept;
import podium.text.Truncation.Lengths;

/// Turns query and document into one sequence, by the pair template of `tokenizer.json`, cut to
/// length as the reference does it. Thread-safe; holds native memory until closed.
public final class PairEncoder implements SequenceEncoder {

  /// A token of the query and one of the document.
  private static final int LEAST_TEXT = 2;

  private final Tokenizer tokenizer;
  private final PairTemplate template;
  private final int maxLength;

  private PairEncoder(Tokenizer tokenizer, PairTemplate template, int maxLength) {
    this.tokenizer = tokenizer;
    this.template = template;
    this.maxLength = maxLength;
  }

  /// Loads a `tokenizer.json`.
  ///
  /// @param maxLength longest sequence that the model takes, in tokens
  /// @param embeddings rows of the model's embedding table
  /// @throws ModelUnavailable if it is not there, is broken, has no pair template, or has ids that
  ///   the model has no embedding for; the message says which
  public static PairEncoder load(
      Path tokenizerJson, SpecialTokens mode, int maxLength, int embeddings) {
    TokenizerJson json = TokenizerJson.read(tokenizerJson);
    PairTemplate template = PairTemplates.read(json);
    if (maxLength < template.added() + LEAST_TEXT) {
      throw new ModelUnavailable(
          "the model takes %d tokens, but a pair needs at least %d"
              .formatted(maxLength, template.added() + LEAST_TEXT));
    }
    json.checkIds(mode, template.idLimit(), embeddings);
    return new PairEncoder(Tokenizer.of(json, mode), template, maxLength);
  }

  /// Longest sequence that the model takes, in tokens.
  @Override
  public int maxLength() {
    return maxLength;
  }

  @Override
  public Joiner query(String query, Optional<String> instruction, LengthLimits limits) {
    EncodedQuery encoded = query(query);
    return new Joiner() {
      @Override
      public List<Encoding> windows(String document, int index) {
        return PairEncoder.this.windows(encoded, document, index, limits);
      }

      @Override
      public List<Stretch> stretches(String document) {
        return PairEncoder.this.stretches(encoded, document, limits);
      }
    };
  }

  /// Tokenizes the query of a request, to be paired with each of its documents.
  public EncodedQuery query(String query) {
    return new EncodedQuery(query, tokenizer.encode(query, maxLength));
  }

  /// The sequence of `query` and `document`, cut if it is too long.
  ///
  /// @param index which document of the request it is, for complaints
  /// @throws InvalidRequest if `limits` leaves no room for text, or refuses to cut a pair that is
  ///   too long
  public Encoding pair(EncodedQuery query, String document, int index, LengthLimits limits) {
    return windows(query, document, index, limits.withWindows(1)).getFirst();
  }

  /// The sequence of `query` and `document`, or, if it is too long and `limits` allows several
  /// windows, those of `query` and of successive parts of the document.
  ///
  /// Each window carries as much of the query as the cut pair would, and as much of the document as
  /// fits: a run of the document's own ids, which nothing tokenizes again, between two [Breaks].
  /// Windows do not overlap. All of them are marked as truncated if together they leave text out.
  ///
  /// @param index which document of the request it is, for complaints
  /// @throws InvalidRequest if `limits` leaves no room for text, or refuses to leave text out
  public List<Encoding> windows(
      EncodedQuery query, String document, int index, LengthLimits limits) {
    return switch (limits.cut()) {
      case END -> windowsFromStart(query, document, index, limits);
      case START -> List.of(pairOfEnds(query, document, index, limits));
    };
  }

  private List<Encoding> windowsFromStart(
      EncodedQuery query, String document, int index, LengthLimits limits) {
    Parts parts = partsFromStart(query, document, limits);
    boolean queryCut = parts.query < query.tokens().size();
    if (limits.refuseTruncation() && (queryCut || parts.leaveOut(limits.document()))) {
      throw tooLong(query, document, index, limits);
    }
    boolean truncated = queryCut || parts.leaveOut(Integer.MAX_VALUE);
    return IntStream.range(0, parts.bounds.size() - 1)
        .mapToObj(
            i -> new Kept(parts.query, parts.bounds.get(i), parts.bounds.get(i + 1), truncated))
        .map(window -> template.pair(query.tokens(), parts.tokens, window))
        .toList();
  }

  private Parts partsFromStart(EncodedQuery query, String document, LengthLimits limits) {
    int limit = Math.min(limits.pair(), maxLength);
    Tokens beginning = tokenizer.encode(document, Math.min(limits.document(), limit));
    Lengths kept = kept(query, document, beginning, limit);
    boolean one = limits.windows() == 1 || kept.document() == beginning.size();
    return one
        ? new Parts(kept.query(), beginning, List.of(0, kept.document()))
        : parts(kept, document, limits);
  }

  private Encoding pairOfEnds(EncodedQuery query, String document, int index, LengthLimits limits) {
    int budget = budget(Math.min(limits.pair(), maxLength));
    Tokens queryTokens = end(query);
    Tokens all = tokenizer.encodeEnd(document);
    Tokens tokens = all.last(limits.document());

    boolean tooLong = queryTokens.size() + tokens.size() > budget;
    boolean unread = !all.complete() && all.size() < limits.document();
    if (limits.refuseTruncation() && (tooLong || unread)) {
      throw tooLong(query, document, index, limits);
    }
    Lengths kept = Truncation.longestFirst(queryTokens.size(), tokens.size(), budget);
    return template.pair(
        queryTokens.last(kept.query()),
        tokens.last(kept.document()),
        new Kept(kept.query(), 0, kept.document(), tooLong || !tokens.complete()));
  }

  private Tokens end(EncodedQuery query) {
    return query.tokens().complete() ? query.tokens() : tokenizer.encodeEnd(query.text());
  }

  /// Which part of `document` each of its [#windows] has. Tokenizes it again.
  List<Stretch> stretches(EncodedQuery query, String document, LengthLimits limits) {
    return switch (limits.cut()) {
      case END -> {
        Parts parts = partsFromStart(query, document, limits);
        Tokens tokens = parts.tokens;
        yield new Stretches(tokenizer.spans(tokens), 0, document.length())
            .of(parts.bounds, tokens.complete());
      }
      case START -> List.of(stretchOfEnd(query, document, limits));
    };
  }

  private Stretch stretchOfEnd(EncodedQuery query, String document, LengthLimits limits) {
    Tokens all = tokenizer.encodeEnd(document);
    int wanted = Math.min(all.size(), limits.document());
    int budget = budget(Math.min(limits.pair(), maxLength));
    Lengths kept = Truncation.longestFirst(end(query).size(), wanted, budget);
    int unread = document.length() - all.source().length();
    return new Stretches(tokenizer.spans(all), unread, document.length())
        .from(all.size() - kept.document());
  }

  /// The parts of a document that are read.
  ///
  /// @param query how many tokens of the query go with each
  /// @param tokens those of the document, or as many as there is room for
  /// @param bounds where each part begins, and where the last one ends
  private record Parts(int query, Tokens tokens, List<Integer> bounds) {

    /// Whether they are less than the first `limit` tokens of the document.
    boolean leaveOut(int limit) {
      boolean unread = !tokens.complete() && tokens.size() < limit;
      return unread || bounds.getLast() < tokens.size();
    }
  }

  private Parts parts(Lengths kept, String document, LengthLimits limits) {
    int room = kept.document();
    long oneTooMany = (long) room * limits.windows() + 1; // shows whether the last one ends a word
    Tokens tokens = tokenizer.encode(document, (int) Math.min(oneTooMany, limits.document()));
    return new Parts(
        kept.query(),
        tokens,
        tokenizer.breaks(tokens).parts(tokens.size(), room, limits.windows()));
  }

  /// Since 0.23 the reference stops reading a text at the end of the word in which it has `limit`
  /// tokens, and compares lengths there. That decides who gets an odd token, when query and
  /// document both are longer.
  private Lengths kept(EncodedQuery query, String document, Tokens tokens, int limit) {
    int budget = budget(limit);
    int queryLength = query.tokens().size();
    int documentLength = tokens.size();
    if (budget % 2 == 1 && queryLength >= limit && documentLength >= limit) {
      queryLength = tokenizer.wordEnd(query.text(), limit);
      documentLength = tokenizer.wordEnd(document, limit);
    }
    return Truncation.longestFirst(queryLength, documentLength, budget);
  }

  /// Tokens for query and document together.
  private int budget(int limit) {
    int least = template.added() + LEAST_TEXT;
    if (limit < least) {
      throw new InvalidRequest(
          "max_length must be at least %d for this model, but is %d".formatted(least, limit));
    }
    return limit - template.added();
  }

  private InvalidRequest tooLong(
      EncodedQuery query, String document, int index, LengthLimits limits) {
    return new InvalidRequest(
        "documents[%d] does not fit: %s tokens of the document, %s of the query and %d special tokens are more than max_length, which is %d"
                .formatted(
                    index,
                    count(document, limits.document()),
                    count(query.text(), Integer.MAX_VALUE),
                    template.added(),
                    Math.min(limits.pair(), maxLength))
            + (limits.windows() == 1
                ? ""
                : ", also in max_chunks_per_doc windows, which is " + limits.windows()));
  }

  private String count(String text, int limit) {
    Tokens tokens = tokenizer.encode(text, limit);
    boolean all = tokens.complete() || tokens.size() == limit;
    return (all ? "" : "more than ") + tokens.size();
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
