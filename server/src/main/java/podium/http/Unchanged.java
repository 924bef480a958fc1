package podium.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Spares clients what they have already: an answer with an `ETag` that the request names in
/// `If-None-Match` becomes a 304 without a body (RFC 9110, section 13.1.2).
final class Unchanged {

  private static final int STATUS = 304;

  private Unchanged() {}

  static Answer unless(HttpServerRequest request, Answer answer) {
    String tag = answer.headers().get("ETag");
    boolean reads =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    return tag != null && reads && answer.status() == 200 && names(request, tag)
        ? new Answer(STATUS, withoutType(answer.headers()), Buffer.buffer())
        : answer;
  }

  private static boolean names(HttpServerRequest request, String tag) {
    return request.headers().getAll(HttpHeaders.IF_NONE_MATCH).stream()
        .flatMap(header -> List.of(header.split(",", -1)).stream())
        .map(String::strip)
        .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
  }

  private static Map<String, String> withoutType(Map<String, String> headers) {
    Map<String, String> rest = new HashMap<>(headers);
    rest.remove("Content-Type");
    return rest;
  }
}
