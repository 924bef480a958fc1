package podium.http;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// `GET /health` and its like, for load balancers: alive as long as it answers, ready when what
/// must be loaded is there and the server is not shutting down.
record Health(InFlight inFlight, BooleanSupplier loaded) {

  private static final Duration RETRY = Duration.ofSeconds(1);

  Answer live() {
    return Answer.json(json -> json.writeStringField("status", "ok"));
  }

  Answer ready() {
    if (inFlight.leaving()) {
      throw InFlight.draining("no more requests are taken");
    }
    if (!loaded.getAsBoolean()) {
      throw HttpFailure.of(ErrorCode.MODEL_UNAVAILABLE, "models are still loading")
          .retryAfter(RETRY);
    }
    return live();
  }
}
