package podium.config;

import java.time.Duration;

/// What a client may ask of the server. `GET /info` shows every one of them.
///
/// @param maxDocuments documents per request
/// @param maxBodyBytes bytes of a request's body
/// @param requestTimeout from the end of the body to the answer; afterwards the request is a 503
/// @param headerTimeout from accepting a connection to the end of its first request's headers
/// @param bodyTimeout for a body to arrive; an answer that is not taken is dropped after
///   `requestTimeout` and twice this
/// @param connectionIdleTimeout between two requests of one connection
public record Limits(
    int maxDocuments,
    long maxBodyBytes,
    Duration requestTimeout,
    Duration headerTimeout,
    Duration bodyTimeout,
    Duration connectionIdleTimeout) {

  public static final Limits DEFAULT =
      new Limits(
          10_000,
          64L << 20,
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(75));

  /// A body is one Java array.
  private static final long LARGEST_BODY = 1L << 30;

  public Limits {
    if (maxDocuments < 1) {
      throw new IllegalArgumentException(
          "max-documents must be at least 1, but is " + maxDocuments);
    }
    if (maxBodyBytes < 1 || maxBodyBytes > LARGEST_BODY) {
      throw new IllegalArgumentException(
          "max-body must be in 1..%d bytes, but is %d".formatted(LARGEST_BODY, maxBodyBytes));
    }
    positive("timeout", requestTimeout);
    positive("header-timeout", headerTimeout);
    positive("body-timeout", bodyTimeout);
    positive("connection-idle-timeout", connectionIdleTimeout);
  }

  private static void positive(String name, Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException(
          "%s must be at least 1 ms, but is %s".formatted(name, value));
    }
  }
}
