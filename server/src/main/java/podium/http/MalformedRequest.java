package podium.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Answers what is so far from HTTP that there is no request to route, and closes the connection.
/// Counted and logged like a request to no route.
///
/// @param traffic is told of each
record MalformedRequest(Traffic traffic) {

  /// What OpenTelemetry calls a method that is none of HTTP's.
  private static final String NO_METHOD = "_OTHER";

  void refuse(HttpServerRequest request) {
    Instant began = Instant.now();
    String id = Exchange.newId();
    HttpFailure failure = failure(request.decoderResult().cause());
    Answer answer = Answer.error(failure, id);
    request.response().setStatusCode(answer.status());
    answer.headers().forEach(request.response()::putHeader);
    request
        .response()
        .putHeader("X-Request-Id", id)
        .putHeader("Connection", "close")
        .end(answer.body())
        .onComplete(_ -> {
          request.connection().close();
          traffic.ended(ended(id, failure.code(), began));
        });
  }

  private static Ended ended(String id, ErrorCode code, Instant began) {
    return new Ended(
        id,
        Optional.empty(),
        NO_METHOD,
        "",
        new Ended.Label("", false, "", Optional.of(code), Optional.empty()),
        code.status(),
        began,
        Duration.between(began, Instant.now()),
        Map.of());
  }

  private static HttpFailure failure(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          HttpFailure.of(ErrorCode.URI_TOO_LONG, "the request line is too long");
      case TooLongHttpHeaderException _ ->
          HttpFailure.of(ErrorCode.HEADERS_TOO_LARGE, "the headers are too long");
      case null, default -> HttpFailure.of(ErrorCode.MALFORMED_HTTP, "this is not HTTP/1.1");
    };
  }
}
