package podium.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// One request and its answer, on the event loop: names it, sends exactly one answer, and tells
/// everybody who must know when it is over. One log line each, at DEBUG, without a word of user
/// text.
final class Exchange {

  private static final Logger LOG = System.getLogger(Exchange.class.getName());
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,128}");
  private static final Pattern NOT_PRINTABLE = Pattern.compile("[^!-~]");

  /// How long the rest of a body that nobody wants is read, so that its sender, busy sending, gets
  /// to see the answer before the connection is cut.
  private static final Duration LINGER = Duration.ofSeconds(5);

  private final RoutingContext context;
  private final Connections connections;
  private final Traffic traffic;
  private final Label label = new Label();
  private final String id =
      "rerank-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  private final long began = System.nanoTime();
  private boolean answered;
  private Runnable atEnd = () -> {};

  Exchange(RoutingContext context, Connections connections, Traffic traffic) {
    this.context = context;
    this.connections = connections;
    this.traffic = traffic;
    connections.requestBegan(context.request().connection());
  }

  String id() {
    return id;
  }

  Label label() {
    return label;
  }

  HttpServerRequest request() {
    return context.request();
  }

  /// The path without query, dots and doubled slashes.
  String path() {
    return context.normalizedPath();
  }

  /// Runs `action` once when the answer is out or the client gone.
  void atEnd(Runnable action) {
    Runnable earlier = atEnd;
    atEnd =
        () -> {
          earlier.run();
          action.run();
        };
  }

  void fail(Throwable failure) {
    answer(Answer.error(Failures.toHttp(failure, id), id));
  }

  /// Sends `whole`, unless one was sent or the client has gone; only a short 304 if the client knows
  /// it already.
  void answer(Answer whole) {
    if (answered) {
      return;
    }
    answered = true;
    Answer answer = Unchanged.unless(request(), whole);
    HttpServerResponse response = context.response();
    if (response.closed()) {
      ended(ErrorCode.CLIENT_GONE.status());
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("X-Request-Id", requestId());
    if (bodyIsUnread()) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(answer.body()).onComplete(_ -> ended(answer.status()));
  }

  private void ended(int status) {
    HttpConnection connection = request().connection();
    if (bodyIsUnread()) {
      request().endHandler(_ -> connection.close());
      context.vertx().setTimer(LINGER.toMillis(), _ -> connection.close());
    } else {
      connections.requestEnded(connection);
    }
    atEnd.run();
    traffic.ended(
        label.route(), label.model(), status, Duration.ofNanos(System.nanoTime() - began));
    LOG.log(Level.DEBUG, () -> line(status));
  }

  /// Whether some of the body has yet to come. Without it the connection cannot be used again.
  private boolean bodyIsUnread() {
    String length = request().getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean hasBody =
        request().headers().contains(HttpHeaders.TRANSFER_ENCODING)
            || (length != null && !length.equals("0"));
    return hasBody && !request().isEnded();
  }

  private String line(int status) {
    return "%s %s status=%d ms=%d id=%s"
        .formatted(
            request().method(),
            NOT_PRINTABLE.matcher(String.valueOf(request().path())).replaceAll("?"),
            status,
            (System.nanoTime() - began) / 1_000_000,
            id);
  }

  /// The client's own id if it is harmless, else ours.
  private String requestId() {
    String given = request().getHeader("X-Request-Id");
    return given != null && PRINTABLE.matcher(given).matches() ? given : id;
  }
}
