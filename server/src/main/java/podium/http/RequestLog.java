package podium.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.http.Ended.Work;
import podium.log.Fields;

/// One line for every request, at INFO; for those of probes at DEBUG.
final class RequestLog implements Traffic {

  private static final Logger LOG = System.getLogger(RequestLog.class.getName());

  /// W3C Trace Context: version, trace id, parent id, flags.
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  @Override
  public void ended(Ended request) {
    Level level = request.label().probe() ? Level.DEBUG : Level.INFO;
    if (LOG.isLoggable(level)) {
      LOG.log(level, "request", fields(request));
    }
  }

  private static Fields fields(Ended request) {
    Optional<Work> work = request.label().work();
    return Fields.of("id", request.id())
        .and("request_id", request.clientId())
        .and("trace_id", traceId(request))
        .and("method", request.method())
        .and("path", request.path())
        .and("status", request.status())
        .and("code", request.label().code().map(ErrorCode::wireName))
        .and("model", Optional.of(request.label().model()).filter(name -> !name.isEmpty()))
        .and("documents", work.map(Work::documents))
        .and("tokens", work.map(Work::tokens))
        .and("queue_ms", work.map(w -> millis(w.timing().queue())))
        .and("tokenize_ms", work.map(w -> millis(w.timing().tokenize())))
        .and("compute_ms", work.map(w -> millis(w.timing().compute())))
        .and("ms", millis(request.duration()));
  }

  private static Optional<String> traceId(Ended request) {
    return Optional.ofNullable(request.traceContext().get("traceparent"))
        .map(TRACEPARENT::matcher)
        .filter(Matcher::matches)
        .map(header -> header.group(1));
  }

  /// With three decimals.
  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e3) / 1e3;
  }
}
