package podium;

/// How the texts of a request are cut to length. All lengths are in tokens.
///
/// @param pair at most this many tokens of query, document and special tokens together; never more
///   than the model allows
/// @param document each document is cut to this many tokens first
/// @param refuseTruncation a pair that does not fit is an [RerankException.InvalidRequest] naming
///   the document's index, instead of being cut
/// @param cut from which end texts are cut
/// @param windows a document that does not fit beside the query is read in at most this many parts,
///   each with the query, and scores as the best of them; 1 cuts it instead. Only texts that are
///   cut at their end can be read in several
public record LengthLimits(int pair, int document, boolean refuseTruncation, Cut cut, int windows) {

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
    if (windows < 1) {
      throw new RerankException.InvalidRequest(
          "max_chunks_per_doc must be at least 1, but is " + windows);
    }
    if (windows > 1 && cut == Cut.START) {
      throw new RerankException.InvalidRequest(
          "max_chunks_per_doc must be 1 for texts that are cut at their start, but is " + windows);
    }
  }

  /// With one window for each document.
  public LengthLimits(int pair, int document, boolean refuseTruncation, Cut cut) {
    this(pair, document, refuseTruncation, cut, 1);
  }

  /// The same, cutting texts at their end.
  public LengthLimits(int pair, int document, boolean refuseTruncation) {
    this(pair, document, refuseTruncation, Cut.END);
  }

  /// The same limits with other windows.
  public LengthLimits withWindows(int most) {
    return new LengthLimits(pair, document, refuseTruncation, cut, most);
  }
}
