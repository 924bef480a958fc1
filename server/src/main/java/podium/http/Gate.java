package podium.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.config.ApiKeys;
import podium.config.KeySource;

/// Lets in who has a key: `Authorization: Bearer KEY`, or `X-API-Key: KEY`. Without keys everybody
/// comes in, whatever headers they send.
final class Gate implements Handler<RoutingContext> {

  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");

  private final KeySource keys;

  Gate(KeySource keys) {
    this.keys = keys;
  }

  @Override
  public void handle(RoutingContext context) {
    ApiKeys now = keys.current();
    if (!now.isEmpty() && !mayEnter(context.request(), now)) {
      throw HttpFailure.of(ErrorCode.UNAUTHORIZED, complaint(context.request()))
          .with("WWW-Authenticate", "Bearer");
    }
    context.next();
  }

  private static boolean mayEnter(HttpServerRequest request, ApiKeys keys) {
    boolean byBearer = bearer(request).map(keys::accepts).orElse(false);
    boolean byHeader = header(request).map(keys::accepts).orElse(false);
    return byBearer || byHeader;
  }

  private static String complaint(HttpServerRequest request) {
    return bearer(request).or(() -> header(request)).isPresent()
        ? "the API key is not known"
        : "an API key is needed: Authorization: Bearer KEY, or X-API-Key: KEY";
  }

  private static Optional<String> bearer(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
        .map(BEARER::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  private static Optional<String> header(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("X-API-Key")).map(String::strip);
  }
}
