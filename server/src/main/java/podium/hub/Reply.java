package podium.hub;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An answer whose body has not been read yet. Whoever gets one closes it.
///
/// @param uri of whom it comes, after redirects
record Reply(URI uri, int status, HttpHeaders headers, InputStream body) implements Closeable {

  /// Of bodies that only explain.
  private static final int MAX_EXPLANATION = 1 << 16;

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /// A header that is a count of bytes; empty if it is not there or is none.
  Optional<Long> bytes(String name) {
    return header(name).filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong);
  }

  boolean isRedirect() {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> header("Location").isPresent();
      default -> false;
    };
  }

  /// The beginning of a body that explains something.
  String explanation() {
    try {
      return new String(body.readNBytes(MAX_EXPLANATION), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
