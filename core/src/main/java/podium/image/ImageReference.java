package podium.image;

import java.net.URI;
import java.nio.file.Path;

/// Where the bytes of an image are, as a request says it. Parsing decides only which kind of
/// reference a string is; whether it may be followed is [ImageSource]'s business.
public sealed interface ImageReference {

  /// The bytes themselves, from a data URI or as bare base64 (which Jina's clients send).
  record Inline(String base64) implements ImageReference {
    @Override
    public String toString() {
      return "Inline[%d characters]".formatted(base64.length());
    }
  }

  /// A file behind an `http` or `https` URL.
  record Remote(URI uri) implements ImageReference {}

  /// A file on this machine.
  record Local(Path path) implements ImageReference {}

  /// Parses a data URI, an `http`, `https` or `file` URL, bare base64, or a path.
  ///
  /// A JPEG in base64 begins with `/9j/` and so looks like an absolute path. A string counts as
  /// base64 if it has only base64 characters and either begins like an image or is longer than any
  /// sensible path.
  ///
  /// @throws podium.RerankException.InvalidRequest if it is none of these
  static ImageReference parse(String text) {
    return ReferenceParser.parse(text.strip());
  }
}
