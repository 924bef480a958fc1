package podium.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// Lets web pages of some origins use the server from a browser (Fetch standard, "CORS protocol").
/// Others get no such headers, and their browsers keep the answer from them; whoever is no browser
/// is not concerned.
record Cors(List<String> origins) implements Handler<RoutingContext> {

  private static final String ANY = "*";

  @Override
  public void handle(RoutingContext context) {
    String origin = context.request().getHeader("Origin");
    if (origin == null || !allows(origin)) {
      context.next();
      return;
    }
    MultiMap headers = context.response().headers();
    headers.set("Access-Control-Allow-Origin", origins.contains(ANY) ? ANY : origin);
    headers.set("Access-Control-Expose-Headers", "Retry-After, Server-Timing, X-Request-Id");
    headers.add("Vary", "Origin");
    if (isPreflight(context.request())) {
      headers.set("Access-Control-Allow-Methods", "GET, HEAD, POST");
      headers.set(
          "Access-Control-Allow-Headers", "Authorization, Content-Type, X-API-Key, X-Request-Id");
      headers.set("Access-Control-Max-Age", "600");
      context.response().setStatusCode(204).end();
    } else {
      context.next();
    }
  }

  private boolean allows(String origin) {
    return origins.contains(ANY) || origins.contains(origin);
  }

  /// Browsers ask so, without any key, before they send what is not simple.
  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains("Access-Control-Request-Method");
  }
}
