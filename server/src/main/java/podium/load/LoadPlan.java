package podium.load;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What a load test does to which server.
///
/// @param url of the route that is asked
/// @param apiKey sent with every request
/// @param arrivals when requests are sent
/// @param warmUp at the beginning, for what is not counted
/// @param duration of what is counted
/// @param timeout of a request
public record LoadPlan(
    URI url,
    Optional<String> apiKey,
    Arrivals arrivals,
    Duration warmUp,
    Duration duration,
    Duration timeout) {

  /// What decides when a request is sent.
  public sealed interface Arrivals {

    /// So many clients, each of which sends its next request when it has the answer to its last
    /// one: a slow server is asked less.
    record Clients(int count) implements Arrivals {
      public Clients {
        if (count < 1) {
          throw new IllegalArgumentException("clients must be at least 1, but is " + count);
        }
      }

      @Override
      public String toString() {
        return count == 1 ? "1 client" : count + " clients";
      }
    }

    /// So many requests a second on average, at random (Poisson), whatever the server does. Their
    /// times count from when they were due, so that one that had to be sent late counts as slow.
    record Rate(double perSecond) implements Arrivals {
      public Rate {
        if (!(perSecond > 0)) {
          throw new IllegalArgumentException("rate must be positive, but is " + perSecond);
        }
      }

      @Override
      public String toString() {
        return "%s requests/s".formatted(perSecond);
      }
    }
  }

  public LoadPlan {
    if (url.getHost() == null || !String.valueOf(url.getScheme()).startsWith("http")) {
      throw new IllegalArgumentException(
          "url must be like http://127.0.0.1:8000/v1/rerank, but is " + url);
    }
    if (warmUp.isNegative() || !duration.isPositive() || !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "warmup must not be negative, duration and timeout must be positive, but they are %s, %s and %s"
              .formatted(warmUp, duration, timeout));
    }
  }
}
