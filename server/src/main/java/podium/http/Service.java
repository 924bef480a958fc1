package podium.http;

import java.util.List;
import java.util.function.BooleanSupplier;

/// What a [Server] serves.
///
/// @param ready whether what must be loaded before the server is ready is there
/// @param traffic is told of every request
public record Service(List<Route> routes, BooleanSupplier ready, Traffic traffic) {

  public Service {
    routes = List.copyOf(routes);
  }

  /// The same, which also tells `listener` of every request.
  public Service telling(Traffic listener) {
    return new Service(routes, ready, Traffic.to(List.of(traffic, listener)));
  }
}
