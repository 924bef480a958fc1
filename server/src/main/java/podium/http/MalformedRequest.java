package podium.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Answers what is so far from HTTP that there is no request to route, and closes the connection.
/// Counted and logged like a request to no route.
///
/// @param traffic is told of each
record MalformedRequest(Traffic traffic) {

  private static final Logger LOG = System.getLogger(MalformedRequest.class.getName());

  void refuse(HttpServerRequest request) {
    long began = System.nanoTime();
    String id = Exchange.newId();
    Answer answer = Answer.error(failure(request.decoderResult().cause()), id);
    request.response().setStatusCode(answer.status());
    answer.headers().forEach(request.response()::putHeader);
    request
        .response()
        .putHeader("X-Request-Id", id)
        .putHeader("Connection", "close")
        .end(answer.body())
        .onComplete(_ -> {
          request.connection().close();
          traffic.ended("", "", answer.status(), Duration.ofNanos(System.nanoTime() - began));
          LOG.log(Level.DEBUG, () -> "no request status=%d id=%s".formatted(answer.status(), id));
        });
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
