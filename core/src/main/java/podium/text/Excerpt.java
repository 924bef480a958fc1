package podium.text;

/// A text, or a part of one, as it goes into a prompt with others.
///
/// @param text cut to length
/// @param tokens how many it has alone
/// @param truncated whether something was left out
public record Excerpt(String text, int tokens, boolean truncated) {

  /// The first `limit` tokens of `text`. One that has as many or more is made of its tokens, as in
  /// the reference.
  static Excerpt start(String text, int limit, Tokenizer tokenizer) {
    Tokens tokens = tokenizer.encode(text, limit);
    String kept = tokens.size() < limit ? tokens.source() : tokenizer.text(tokens, 0, limit);
    return new Excerpt(kept, tokens.size(), !tokens.complete());
  }
}
