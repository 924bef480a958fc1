package podium.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Ends a request with an error that only HTTP knows: the status its [ErrorCode] has, a sentence,
/// and headers that belong to it.
public final class HttpFailure extends RuntimeException {

  private final ErrorCode code;
  private final Map<String, String> headers;

  private HttpFailure(ErrorCode code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.code = code;
    this.headers = headers;
  }

  public static HttpFailure of(ErrorCode code, String message) {
    return new HttpFailure(code, message, Map.of());
  }

  public HttpFailure with(String header, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(header, value);
    return new HttpFailure(code, message(), Map.copyOf(more));
  }

  /// Asks to come back later: whole seconds, rounded up, at least one.
  HttpFailure retryAfter(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return with("Retry-After", Long.toString(seconds));
  }

  ErrorCode code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  Map<String, String> headers() {
    return headers;
  }
}
