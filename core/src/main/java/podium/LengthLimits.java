package podium;

/// How the texts of a request are cut to length. All lengths are in tokens.
///
/// @param pair at most this many tokens of query, document and special tokens together; never more
///   than the model allows
/// @param document each document is cut to this many tokens first
/// @param refuseTruncation a pair that does not fit is an [RerankException.InvalidRequest] naming
///   the document's index, instead of being cut
/// @param cut from which end texts are cut
public record LengthLimits(int pair, int document, boolean refuseTruncation, Cut cut) {

  /// From which end a text loses what does not fit.
  public enum Cut {
    /// The last tokens go.
    END,
    /// The first tokens go.
    START
  }

  /// Only the model's own limit; what is longer is cut.
  public static final LengthLimits NONE =
      new LengthLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, false);

  public LengthLimits {
    if (pair < 1) {
      throw new RerankException.InvalidRequest("max_length must be at least 1, but is " + pair);
    }
    if (document < 1) {
      throw new RerankException.InvalidRequest(
          "max_tokens_per_doc must be at least 1, but is " + document);
    }
  }

  /// Cuts texts at their end.
  public LengthLimits(int pair, int document, boolean refuseTruncation) {
    this(pair, document, refuseTruncation, Cut.END);
  }
}
