package podium.http;

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
///
/// What changes the server wants an admin key. If none is set, it is left to who is on the same
/// machine ([LocalRequest]), and only as long as no other keys are set either: whoever hands out
/// keys has users that shall not do everything.
///
/// @param keys of users
/// @param adminKeys which open all that users' keys open
record Gate(KeySource keys, KeySource adminKeys) {

  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");

  /// For all routes behind it.
  void letUsersIn(RoutingContext context) {
    ApiKeys users = keys.current();
    HttpServerRequest request = context.request();
    if (!users.isEmpty() && !has(request, users) && !has(request, adminKeys.current())) {
      throw unauthorized(request, "an API key is needed");
    }
    context.next();
  }

  /// For routes that change the server, behind the other one.
  void letAdminsIn(RoutingContext context) {
    ApiKeys admins = adminKeys.current();
    HttpServerRequest request = context.request();
    if (admins.isEmpty()) {
      checkIsLocal(request);
    } else if (!has(request, admins)) {
      throw has(request, keys.current())
          ? HttpFailure.of(ErrorCode.FORBIDDEN, "this needs an admin key, not an API key")
          : unauthorized(request, "an admin key is needed");
    }
    context.next();
  }

  private void checkIsLocal(HttpServerRequest request) {
    if (!keys.current().isEmpty()) {
      throw HttpFailure.of(
          ErrorCode.FORBIDDEN,
          "this needs an admin key, and the server has none: start it with --admin-key-file");
    }
    if (!LocalRequest.of(request).isCertain()) {
      throw HttpFailure.of(
          ErrorCode.FORBIDDEN,
          """
          without an admin key this is only for programs on the server's own machine: \
          start it with --admin-key-file\
          """);
    }
  }

  private static boolean has(HttpServerRequest request, ApiKeys keys) {
    boolean byBearer = bearer(request).map(keys::accepts).orElse(false);
    boolean byHeader = header(request).map(keys::accepts).orElse(false);
    return byBearer || byHeader;
  }

  private static HttpFailure unauthorized(HttpServerRequest request, String wanted) {
    String complaint =
        bearer(request).or(() -> header(request)).isPresent()
            ? "the API key is not known"
            : wanted + ": Authorization: Bearer KEY, or X-API-Key: KEY";
    return HttpFailure.of(ErrorCode.UNAUTHORIZED, complaint).with("WWW-Authenticate", "Bearer");
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
