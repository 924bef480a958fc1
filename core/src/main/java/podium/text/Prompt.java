package podium.text;

import java.util.List;
import java.util.stream.IntStream;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.Stretch;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// The prompt of one request, complete but for the document.
///
/// @param beginning all before the document
/// @param gap where the document goes
/// @param end all after it
record Prompt(
    Tokenizer tokenizer,
    PromptTemplate template,
    Prefix beginning,
    Gap gap,
    Tokens end,
    LengthLimits limits)
    implements SequenceEncoder.Joiner {

  /// @param lead text to be tokenized together with the document
  /// @param room tokens that lead and document may have
  /// @param wanted tokens of lead and document that the request asks for
  /// @param again what all windows but the first begin with: the lead alone
  /// @param beginningCut whether something before the document had to be left out
  record Gap(String lead, int room, int wanted, Tokens again, boolean beginningCut) {}

  @Override
  public List<Encoding> windows(String document, int index) {
    Tokens tokens = tokens(document);
    List<Integer> bounds = bounds(tokens);
    boolean leftOut = bounds.getLast() < tokens.size();
    boolean unread = !tokens.complete() && tokens.size() < gap.wanted;
    if (limits.refuseTruncation() && (gap.beginningCut || leftOut || unread)) {
      throw tooLong(document, index);
    }
    boolean truncated = gap.beginningCut || leftOut || !tokens.complete();
    return IntStream.range(0, bounds.size() - 1)
        .mapToObj(i -> window(tokens, bounds.get(i), bounds.get(i + 1), truncated))
        .toList();
  }

  private Tokens tokens(String document) {
    long oneTooMany = (long) gap.room * limits.windows() + 1; // shows whether the last ends a word
    return tokenizer.encode(piece(document), (int) Math.min(oneTooMany, gap.wanted));
  }

  @Override
  public List<Stretch> stretches(String document) {
    Tokens tokens = tokens(document);
    int stripped = document.indexOf(template.text(document));
    return new Stretches(tokenizer.spans(tokens), stripped - gap.lead.length(), document.length())
        .of(bounds(tokens), tokens.complete());
  }

  private String piece(String document) {
    return gap.lead + template.text(document);
  }

  /// Where each window begins, and where the last one ends.
  private List<Integer> bounds(Tokens tokens) {
    if (tokens.size() <= gap.room || limits.windows() == 1) {
      return List.of(0, Math.min(tokens.size(), gap.room));
    }
    int room = gap.room - gap.again.size();
    return room < 1
        ? List.of(0, gap.room)
        : tokenizer.breaks(tokens).parts(tokens.size(), room, limits.windows());
  }

  private Encoding window(Tokens tokens, int start, int stop, boolean truncated) {
    int lead = start == 0 ? 0 : gap.again.size();
    int[] ids = new int[lead + stop - start + end.size()];
    gap.again.copyTo(ids, 0, 0, lead);
    tokens.copyTo(ids, lead, start, stop);
    end.copyTo(ids, lead + stop - start, 0, end.size());
    return new Encoding(ids, new int[ids.length], truncated).after(beginning);
  }

  private InvalidRequest tooLong(String document, int index) {
    if (gap.beginningCut) {
      return new InvalidRequest(
          "documents[%d] does not fit: the query alone is longer than max_length allows"
              .formatted(index));
    }
    Tokens tokens = tokenizer.encode(piece(document), gap.wanted);
    boolean all = tokens.complete() || tokens.size() == gap.wanted;
    return new InvalidRequest(
        "documents[%d] does not fit: it has %s%d tokens, but behind the query max_length leaves room for %d"
            .formatted(index, all ? "" : "more than ", tokens.size(), gap.room));
  }
}
