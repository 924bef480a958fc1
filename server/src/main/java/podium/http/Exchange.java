package podium.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One request and its answer, on the event loop: names it, sends exactly one answer, and tells
/// everybody who must know when it is over.
final class Exchange {

  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{1,128}");
  private static final Pattern NOT_PRINTABLE = Pattern.compile("[^!-~]");
  private static final List<String> TRACE_CONTEXT = List.of("traceparent", "tracestate");

  /// How long the rest of a body that nobody wants is read, so that its sender, busy sending, gets
  /// to see the answer before the connection is cut.
  private static final Duration LINGER = Duration.ofSeconds(5);

  private static final String CLOSE = "close";

  private final RoutingContext context;
  private final Connections connections;
  private final Traffic traffic;
  private final Label label = new Label();
  private final String id = newId();
  private final Instant began = Instant.now();
  private final long start = System.nanoTime();
  private boolean answered;
  private boolean last;
  private Runnable atEnd = () -> {};

  Exchange(RoutingContext context, Connections connections, Traffic traffic) {
    this.context = context;
    this.connections = connections;
    this.traffic = traffic;
    connections.requestBegan(context.request().connection());
  }

  /// A name that no other request has.
  static String newId() {
    return "rerank-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
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
    HttpFailure http = Failures.toHttp(failure, id);
    label.code(http.code());
    answer(Answer.error(http, id));
  }

  /// Sends `whole`, unless one was sent or the client has gone; only a short 304 if the client
  /// knows it already.
  void answer(Answer whole) {
    if (answered) {
      return;
    }
    answered = true;
    Answer answer = Unchanged.unless(request(), whole);
    HttpServerResponse response = context.response();
    if (response.closed()) {
      label.code(ErrorCode.CLIENT_GONE);
      ended(ErrorCode.CLIENT_GONE.status());
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("X-Request-Id", requestId());
    last = bodyIsUnread() || wantsNoMore() || CLOSE.equals(answer.headers().get("Connection"));
    if (last) {
      connections.takeNoMore(request().connection());
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(answer.body()).onComplete(_ -> ended(answer.status()));
  }

  private void ended(int status) {
    HttpConnection connection = request().connection();
    if (!last) {
      connections.requestEnded(connection);
    } else if (bodyIsUnread()) {
      request().endHandler(_ -> connection.close());
      context.vertx().setTimer(LINGER.toMillis(), _ -> connection.close());
    } else {
      connection.close();
    }
    atEnd.run();
    traffic.ended(
        new Ended(
            id,
            clientId(),
            request().method().name(),
            NOT_PRINTABLE.matcher(String.valueOf(request().path())).replaceAll("?"),
            label.now(),
            status,
            began,
            Duration.ofNanos(System.nanoTime() - start),
            traceContext()));
  }

  private Map<String, String> traceContext() {
    Map<String, String> context = new HashMap<>();
    for (String name : TRACE_CONTEXT) {
      Optional.ofNullable(request().getHeader(name)).ifPresent(value -> context.put(name, value));
    }
    return context;
  }

  /// Whether the client closes the connection after this answer. Vert.x sees it only where `close`
  /// stands alone.
  private boolean wantsNoMore() {
    return request().headers().getAll(HttpHeaders.CONNECTION).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .anyMatch(option -> option.strip().equalsIgnoreCase(CLOSE));
  }

  /// Whether some of the body has yet to come. Without it the connection cannot be used again.
  private boolean bodyIsUnread() {
    String length = request().getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean hasBody =
        request().headers().contains(HttpHeaders.TRANSFER_ENCODING)
            || (length != null && !length.equals("0"));
    return hasBody && !request().isEnded();
  }

  /// The client's own id if it is harmless, else ours.
  private String requestId() {
    return clientId().orElse(id);
  }

  private Optional<String> clientId() {
    return Optional.ofNullable(request().getHeader("X-Request-Id"))
        .filter(given -> PRINTABLE.matcher(given).matches());
  }
}
