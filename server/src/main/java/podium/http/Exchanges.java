package podium.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import podium.config.Limits;

/// Finds the [Exchange] of a request, which begins when it is first asked for.
final class Exchanges {

  private static final String KEY = Exchange.class.getName();

  private final Connections connections;
  private final Traffic traffic;

  Exchanges(Vertx vertx, Limits limits, Traffic traffic) {
    this.traffic = traffic;
    this.connections = new Connections(vertx, limits, traffic);
  }

  Connections connections() {
    return connections;
  }

  Exchange of(RoutingContext context) {
    Exchange known = context.get(KEY);
    if (known != null) {
      return known;
    }
    var exchange = new Exchange(context, connections, traffic);
    context.put(KEY, exchange);
    return exchange;
  }
}
