package podium.web;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import podium.http.Answer;

/// One file of the page, as it is sent. Browsers ask each time whether it has changed, so that a
/// new version of the server is a new version of the page.
record WebFile(Answer answer) {

  private static final String FOLDER = "/podium/web/";

  /// Nothing comes from elsewhere, nothing runs that is no file of ours, no text can become a
  /// document (Trusted Types), nobody may put the page into a frame.
  private static final String POLICY =
      """
      default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
      require-trusted-types-for 'script'; trusted-types 'none'\
      """;

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  static WebFile resource(String name) {
    byte[] bytes = read(name);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return new WebFile(
        new Answer(200, Map.of("Content-Type", String.valueOf(type)), Buffer.buffer(bytes))
            .with(
                Map.of(
                    "ETag", "\"%s\"".formatted(digest(bytes)),
                    "Cache-Control", "no-cache",
                    "Content-Security-Policy", POLICY,
                    "X-Content-Type-Options", "nosniff",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Resource-Policy", "same-origin")));
  }

  private static byte[] read(String name) {
    try (InputStream source = WebFile.class.getResourceAsStream(FOLDER + name)) {
      if (source == null) {
        throw new IllegalStateException("podium-server has no resource " + FOLDER + name);
      }
      return source.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
