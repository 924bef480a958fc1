package podium.api;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import podium.Scores.Timing;

/// The `Server-Timing` header: where the time of a request went, in milliseconds.
final class ServerTiming {

  private ServerTiming() {}

  static Map<String, String> header(Timing timing) {
    return Map.of(
        "Server-Timing",
        "queue;dur=%s, tokenize;dur=%s, compute;dur=%s"
            .formatted(
                millis(timing.queue()), millis(timing.tokenize()), millis(timing.compute())));
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e6);
  }
}
