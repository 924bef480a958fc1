package podium.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import podium.LengthLimits;
import podium.RerankException.InvalidRequest;
import podium.tensor.Encoding;
import podium.tensor.Prefix;
import podium.text.VisualPromptEncoder.FixedTokens;

/// The prompt of one request, complete but for the document. Thread-safe.
///
/// @param beginning all before the document
/// @param limit most tokens before the end of the prompt
public record VisualPrompt(
    Tokenizer tokenizer, FixedTokens fixed, Beginning beginning, LengthLimits limits, int limit)
    implements SequenceEncoder.Joiner {

  /// @param tokens all but the lead
  /// @param prefix the same for all documents whose prompts have all of these
  /// @param lead text to be tokenized together with what follows
  /// @param complete whether all of the query was read
  record Beginning(VisualTokens tokens, Prefix prefix, String lead, boolean complete) {}

  /// What follows the beginning, but for the end.
  ///
  /// @param unread whether the document goes on, although more of it was wanted
  private record Rest(VisualTokens tokens, boolean complete, boolean unread) {}

  @Override
  public List<Encoding> windows(String document, int index) {
    return windows(Passage.of(document), index);
  }

  /// The sequence of the query and `document`; several if its text is long and the request's limits
  /// allow it, each with all pictures. One that has no room for all of the query, because its
  /// pictures need it, does not follow the prefix.
  ///
  /// @param index which document of the request it is, for complaints
  /// @throws InvalidRequest if the pictures alone are too long, or if the request's limits refuse
  ///   to cut a sequence that is too long
  public List<Encoding> windows(Passage document, int index) {
    VisualTokens shown = fixed.show(document.pictures());
    String text = VisualPromptEncoder.textOf(document);
    Rest rest = shown.size() == 0 ? joined(text) : behind(shown, text);
    int special = beginning.tokens.count(fixed.special()) + rest.tokens.count(fixed.special());
    if (special > limit) {
      throw new InvalidRequest(
          "documents[%d] does not fit: the images and special tokens of query and document take %d tokens, but at most %d are possible"
              .formatted(index, special, limit));
    }
    int size = beginning.tokens.size() + rest.tokens.size();
    if (limits.windows() > 1 && size > limit) {
      List<Encoding> windows = split(shown, text, index);
      if (!windows.isEmpty()) {
        return windows;
      }
    }
    refuseTruncation(size > limit || rest.unread, size, index);
    return List.of(whole(rest, limit - special));
  }

  /// A text that has nothing between the lead and itself.
  private Rest joined(String text) {
    int lead = tokenizer.encode(beginning.lead).size();
    long wanted = Math.min((long) lead + limits.document(), Integer.MAX_VALUE);
    Tokens tokens = tokenizer.encode(beginning.lead + text, readable(wanted));
    return rest(VisualTokens.of(tokens), tokens, wanted);
  }

  private Rest behind(VisualTokens shown, String text) {
    Tokens tokens = tokenizer.encode(text, readable(limits.document()));
    return rest(
        VisualTokens.join(lead(), shown, VisualTokens.of(tokens)), tokens, limits.document());
  }

  private Rest rest(VisualTokens document, Tokens text, long wanted) {
    return new Rest(
        VisualTokens.join(document, fixed.closing()),
        text.complete(),
        !text.complete() && text.size() < wanted);
  }

  private VisualTokens lead() {
    return VisualTokens.of(tokenizer.encode(beginning.lead));
  }

  private int readable(long wanted) {
    return (int) Math.min(wanted, fixed.readable((long) limit * limits.windows()));
  }

  /// The prompt with the first `ordinary` of its tokens that are not special.
  private Encoding whole(Rest rest, int ordinary) {
    boolean truncated = !beginning.complete || !rest.complete;
    VisualTokens all = VisualTokens.join(beginning.tokens, rest.tokens);
    if (all.size() <= limit) {
      return encoding(rest.tokens, truncated).after(beginning.prefix);
    }
    VisualTokens cut = all.cut(fixed.special(), ordinary);
    int before = beginning.tokens.size() - beginning.tokens.count(fixed.special());
    return ordinary < before
        ? encoding(cut, true)
        : encoding(cut.from(beginning.tokens.size()), true).after(beginning.prefix);
  }

  /// Windows of a text that is too long; none if query and pictures leave no room for any of it.
  private List<Encoding> split(VisualTokens shown, String text, int index) {
    VisualTokens head = VisualTokens.join(lead(), shown);
    int room = limit - beginning.tokens.size() - head.size() - fixed.closing().size();
    if (room < 1) {
      return List.of();
    }
    int wanted = limits.document();
    Tokens tokens =
        tokenizer.encode(text, (int) Math.min(wanted, (long) room * limits.windows() + 1));
    List<Integer> bounds = tokenizer.breaks(tokens).parts(tokens.size(), room, limits.windows());
    boolean leftOut = bounds.getLast() < tokens.size();
    boolean unread = !tokens.complete() && tokens.size() < wanted;
    refuseTruncation(leftOut || unread, tokens.size(), index);
    head.pictures().forEach(placed -> placed.picture().share());
    boolean truncated = leftOut || !tokens.complete() || !beginning.complete;
    return IntStream.range(0, bounds.size() - 1)
        .mapToObj(i -> Arrays.copyOfRange(tokens.ids(), bounds.get(i), bounds.get(i + 1)))
        .map(part -> VisualTokens.join(head, new VisualTokens(part, List.of()), fixed.closing()))
        .map(window -> encoding(window, truncated).after(beginning.prefix))
        .toList();
  }

  private Encoding encoding(VisualTokens tokens, boolean truncated) {
    VisualTokens all = VisualTokens.join(tokens, fixed.end());
    return new Encoding(all.ids(), new int[all.size()], truncated).showing(all.pictures());
  }

  private void refuseTruncation(boolean cut, int tokens, int index) {
    if (limits.refuseTruncation() && (cut || !beginning.complete)) {
      throw new InvalidRequest(
          "documents[%d] does not fit: query and document have %d tokens or more, but max_length leaves room for %d"
              .formatted(index, tokens, limit));
    }
  }
}
