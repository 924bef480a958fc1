package podium.text;

/// A query as token ids, to be paired with any number of documents by the [PairEncoder] that made
/// it.
public final class EncodedQuery {

  private final String text;
  private final Tokens tokens;

  EncodedQuery(String text, Tokens tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  String text() {
    return text;
  }

  Tokens tokens() {
    return tokens;
  }
}
