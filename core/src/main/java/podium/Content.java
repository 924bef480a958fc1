package podium;

/// What a query or a document consists of. A closed set, so that the compiler finds every place
/// that a new modality must fill.
public sealed interface Content {

  /// Plain text, possibly blank. Special tokens of a model inside it are ordinary characters unless
  /// [SpecialTokens#PARSE] was asked for.
  record Text(String text) implements Content {}

  /// Text content.
  static Content of(String text) {
    return new Text(text);
  }
}
