package podium.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;

/// Answers what is so far from HTTP that there is no request to route, and closes the connection.
final class MalformedRequest {

  private MalformedRequest() {}

  static void refuse(HttpServerRequest request) {
    Answer answer = Answer.error(failure(request.decoderResult().cause()), "malformed");
    request.response().setStatusCode(answer.status());
    answer.headers().forEach(request.response()::putHeader);
    request
        .response()
        .putHeader("Connection", "close")
        .end(answer.body())
        .onComplete(_ -> request.connection().close());
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
