package podium.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import podium.config.Limits;

/// Gathers the body of one request on its event loop, and gives up as soon as it is too long, too
/// slow, or too much for the memory that all bodies share; the rest is then read and forgotten.
final class Body {

  private static final Duration MEMORY_RETRY = Duration.ofSeconds(1);

  private final HttpServerRequest request;
  private final Limits limits;
  private final BodyMemory memory;
  private final List<Buffer> chunks = new ArrayList<>();
  private final Promise<List<Buffer>> whole = Promise.promise();
  private long length;

  Body(HttpServerRequest request, Limits limits, BodyMemory memory) {
    this.request = request;
    this.limits = limits;
    this.memory = memory;
  }

  /// Completes with the body, or fails with an [HttpFailure]. Whoever calls this must call
  /// [#release] when the body is no longer needed, whatever came of it.
  Future<List<Buffer>> read(Vertx vertx) {
    try {
      checkHeaders();
    } catch (HttpFailure failure) {
      return Future.failedFuture(failure);
    }
    request.handler(this::add);
    request.endHandler(_ -> whole.tryComplete(chunks));
    request.exceptionHandler(_ -> fail(ErrorCode.MALFORMED_HTTP, "the body ended too early"));
    long timer = vertx.setTimer(limits.bodyTimeout().toMillis(), _ -> tooSlow());
    boolean asks = "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    if (asks && request.version() == HttpVersion.HTTP_1_1) {
      request.response().writeContinue();
    }
    return whole.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  /// Gives the memory back.
  void release() {
    memory.release(length);
    length = 0;
    chunks.clear();
  }

  private void checkHeaders() {
    String type = all(HttpHeaders.CONTENT_TYPE);
    if (!isJson(type)) {
      throw HttpFailure.of(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "content type must be application/json, but is " + type)
          .with("Accept", "application/json");
    }
    String coding = all(HttpHeaders.CONTENT_ENCODING);
    if (!coding.isEmpty() && !coding.equalsIgnoreCase("identity")) {
      throw HttpFailure.of(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "the body must not be compressed, but its content encoding is " + coding)
          .with("Accept-Encoding", "identity");
    }
    String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (announced != null && Long.parseLong(announced) > limits.maxBodyBytes()) {
      throw tooLarge();
    }
  }

  /// The values of a header in one list; empty if it is not there.
  private String all(CharSequence header) {
    return String.join(", ", request.headers().getAll(header));
  }

  /// Any charset may be named, but the body is read as UTF-8, the only one that JSON has.
  private static boolean isJson(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.isEmpty()
        || type.equals("application/json")
        || type.equals("text/json")
        || type.endsWith("+json");
  }

  private void add(Buffer chunk) {
    if (whole.future().isComplete()) {
      return;
    }
    if (length + chunk.length() > limits.maxBodyBytes()) {
      whole.tryFail(tooLarge());
    } else if (memory.reserve(chunk.length())) {
      length += chunk.length();
      chunks.add(chunk);
    } else {
      whole.tryFail(
          HttpFailure.of(ErrorCode.OVERLOADED, "too many request bodies are in memory")
              .retryAfter(MEMORY_RETRY));
    }
  }

  private HttpFailure tooLarge() {
    return HttpFailure.of(
        ErrorCode.BODY_TOO_LARGE,
        "the body is longer than the limit of %d bytes".formatted(limits.maxBodyBytes()));
  }

  private void tooSlow() {
    fail(
        ErrorCode.BODY_TIMEOUT,
        "the body did not arrive within %d ms".formatted(limits.bodyTimeout().toMillis()));
  }

  private void fail(ErrorCode code, String message) {
    whole.tryFail(HttpFailure.of(code, message));
  }
}
