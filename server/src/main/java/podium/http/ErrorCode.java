package podium.http;

import java.util.Locale;

/// The `code` of every error body, in snake_case on the wire. Codes are stable: clients may switch
/// over them.
public enum ErrorCode {
  /// The body is not JSON in UTF-8, or no object.
  INVALID_JSON(400),
  /// A field is missing, of the wrong type, or outside its limits.
  INVALID_REQUEST(400),
  /// The request line or a header is not HTTP.
  MALFORMED_HTTP(400),
  /// The API key is missing or wrong.
  UNAUTHORIZED(401),
  /// The key is no admin key, or there are none and the request is not from this machine.
  FORBIDDEN(403),
  /// There is no model of that name.
  UNKNOWN_MODEL(404),
  /// There is no such route.
  UNKNOWN_ROUTE(404),
  /// The route has other methods.
  METHOD_NOT_ALLOWED(405),
  /// The body took too long to arrive.
  BODY_TIMEOUT(408),
  /// The body is longer than the limit.
  BODY_TOO_LARGE(413),
  /// The request line is too long.
  URI_TOO_LONG(414),
  /// The body is no JSON by its content type, or compressed.
  UNSUPPORTED_MEDIA_TYPE(415),
  /// The queue or the memory for bodies is full; try again after `Retry-After` seconds.
  OVERLOADED(429),
  /// The headers are too long.
  HEADERS_TOO_LARGE(431),
  /// The client has gone; nobody reads this answer.
  CLIENT_GONE(499),
  /// Our own fault.
  INTERNAL_ERROR(500),
  /// The model gave a score that is no number.
  SCORE_NOT_FINITE(500),
  /// The model is there but cannot be used now.
  MODEL_UNAVAILABLE(503),
  /// The model needs more memory than it can ever have here.
  MODEL_TOO_LARGE(503),
  /// The request's time was up before its scores were there.
  DEADLINE_EXCEEDED(503),
  /// The server is shutting down.
  DRAINING(503);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /// As it stands in answers.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The coarser `error.type` that OpenAI's clients know.
  String type() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }
}
