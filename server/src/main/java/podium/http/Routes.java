package podium.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import podium.config.ServerConfig;

/// Puts [Route]s behind Vert.x's router: first the probes, which need no key, then the gate, then
/// the rest. Whatever has no route gets a 404 or 405 with the one error body, as does whatever goes
/// wrong.
final class Routes {

  private final Router router;
  private final Exchanges exchanges;
  private final RequestThreads threads;

  Routes(Router router, Exchanges exchanges, RequestThreads threads) {
    this.router = router;
    this.exchanges = exchanges;
    this.threads = threads;
  }

  void add(List<Route> routes, ServerConfig config, Health health) {
    router.errorHandler(400, this::malformed);
    router.errorHandler(404, this::unknown);
    router.errorHandler(500, this::failed);
    router.route().handler(Routes::checkFraming);
    router.route().handler(new Cors(config.corsOrigins()));
    routes.forEach(route -> router.route(route.path()).handler(labels(route)));
    probe("/health", health::live);
    probe("/health/live", health::live);
    probe("/health/ready", health::ready);
    routes.stream()
        .filter(Route::open)
        .forEach(route -> openGet(route.path(), threads.always(route.endpoint())));
    var gate = new Gate(config.apiKeys(), config.adminKeys());
    router.route().handler(gate::letUsersIn);
    closed(routes).forEach((path, here) -> add(path, here, gate));
  }

  /// Routes with a gate, by their path.
  private static Map<String, List<Route>> closed(List<Route> routes) {
    return routes.stream()
        .filter(route -> !route.open())
        .collect(Collectors.groupingBy(Route::path, LinkedHashMap::new, Collectors.toList()));
  }

  private Handler<RoutingContext> labels(Route route) {
    return context -> {
      Label label = exchanges.of(context).label();
      label.route(route.path());
      if (route.open()) {
        label.probe();
      }
      context.next();
    };
  }

  /// Refuses what a proxy in front of us might read as another request than we do.
  private static void checkFraming(RoutingContext context) {
    MultiMap headers = context.request().headers();
    if (headers.getAll(HttpHeaders.HOST).size() > 1) {
      throw malformed("the request has more than one Host");
    }
    List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !String.join(", ", codings).equalsIgnoreCase("chunked")) {
      throw malformed(
          "the transfer encoding must be chunked, but is " + String.join(", ", codings));
    }
    context.next();
  }

  /// Where a malformed request ends and the next one begins, nobody knows.
  private static HttpFailure malformed(String message) {
    return HttpFailure.of(ErrorCode.MALFORMED_HTTP, message).with("Connection", "close");
  }

  /// A route that is answered on the event loop, so that it answers however busy the rest is.
  private void probe(String path, Supplier<Answer> answer) {
    openGet(
        path,
        context -> {
          Exchange exchange = exchanges.of(context);
          exchange.label().probe();
          exchange.answer(answer.get());
        });
  }

  private void openGet(String path, Handler<RoutingContext> handler) {
    get(path, handler);
    allowOnly(path, "GET, HEAD");
  }

  private void add(String path, List<Route> here, Gate gate) {
    for (Route route : here) {
      switch (route.method()) {
        case GET -> get(path, threads.withoutBody(route.endpoint()));
        case POST -> post(route, gate);
      }
    }
    allowOnly(path, here.stream().map(Routes::methods).collect(Collectors.joining(", ")));
  }

  private static String methods(Route route) {
    return switch (route.method()) {
      case GET -> "GET, HEAD";
      case POST -> "POST";
    };
  }

  private void get(String path, Handler<RoutingContext> handler) {
    router.get(path).handler(handler);
    router.head(path).handler(handler);
  }

  private void post(Route route, Gate gate) {
    if (route.access() == Route.Access.ADMIN) {
      router.post(route.path()).handler(gate::letAdminsIn);
      router.post(route.path()).handler(threads.withoutBody(route.endpoint()));
    } else {
      router.post(route.path()).handler(threads.withBody(route.endpoint()));
    }
  }

  private void allowOnly(String path, String methods) {
    router.route(path).handler(context -> notAllowed(context, methods));
  }

  private static void notAllowed(RoutingContext context, String allowed) {
    throw HttpFailure.of(
            ErrorCode.METHOD_NOT_ALLOWED,
            "%s is not allowed here, only %s".formatted(context.request().method(), allowed))
        .with("Allow", allowed);
  }

  private void malformed(RoutingContext context) {
    exchanges.of(context).fail(malformed("the request has no valid Host or path"));
  }

  private void failed(RoutingContext context) {
    Throwable failure = context.failure();
    exchanges
        .of(context)
        .fail(failure == null ? new IllegalStateException("failed without a reason") : failure);
  }

  private void unknown(RoutingContext context) {
    String message = "there is nothing at " + context.request().path();
    exchanges.of(context).fail(HttpFailure.of(ErrorCode.UNKNOWN_ROUTE, message));
  }
}
