package podium.text;

import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// The prompt of one request, complete but for the document.
///
/// @param beginning all before the document
/// @param gap where the document goes
/// @param end all after it
record Prompt(Tokenizer tokenizer, Prefix beginning, Gap gap, Tokens end, LengthLimits limits)
    implements SequenceEncoder.Joiner {

  /// @param lead text to be tokenized together with the document
  /// @param room tokens that lead and document may have
  /// @param wanted tokens of lead and document that the request asks for
  /// @param beginningCut whether something before the document had to be left out
  record Gap(String lead, int room, int wanted, boolean beginningCut) {}

  @Override
  public Encoding join(String document, int index) {
    int limit = Math.min(gap.room, gap.wanted);
    Tokens tokens = tokenizer.encode(gap.lead + document, limit);
    boolean unasked = gap.room < gap.wanted || tokens.size() < limit;
    if (limits.refuseTruncation() && (gap.beginningCut || (!tokens.complete() && unasked))) {
      throw tooLong(document, index);
    }
    int[] ids = new int[tokens.size() + end.size()];
    tokens.copyTo(ids, 0, tokens.size());
    end.copyTo(ids, tokens.size(), end.size());
    boolean truncated = gap.beginningCut || !tokens.complete();
    return new Encoding(ids, new int[ids.length], truncated).after(beginning);
  }

  private InvalidRequest tooLong(String document, int index) {
    if (gap.beginningCut) {
      return new InvalidRequest(
          "documents[%d] does not fit: the query alone is longer than max_length allows"
              .formatted(index));
    }
    Tokens tokens = tokenizer.encode(gap.lead + document, gap.wanted);
    boolean all = tokens.complete() || tokens.size() == gap.wanted;
    return new InvalidRequest(
        "documents[%d] does not fit: it has %s%d tokens, but behind the query max_length leaves room for %d"
            .formatted(index, all ? "" : "more than ", tokens.size(), gap.room));
  }
}
