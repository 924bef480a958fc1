package podium;

import java.util.List;
import java.util.Optional;

/// What a query or a document consists of. A closed set, so that the compiler finds every place
/// that a new modality must fill.
public sealed interface Content {

  /// Plain text, possibly blank. Special tokens of a model inside it are ordinary characters unless
  /// [SpecialTokens#PARSE] was asked for.
  record Text(String text) implements Content {}

  /// Images, and text behind them, for models that take images ([ModelInfo#takesImages]). Without
  /// either it is nothing, which such models are told, too.
  record Visual(List<Image> images, Optional<String> text) implements Content {
    public Visual {
      images = List.copyOf(images);
    }
  }

  /// Text content.
  static Content of(String text) {
    return new Text(text);
  }

  /// An image alone.
  static Content of(Image image) {
    return new Visual(List.of(image), Optional.empty());
  }

  /// An image and text behind it.
  static Content of(Image image, String text) {
    return new Visual(List.of(image), Optional.of(text));
  }
}
