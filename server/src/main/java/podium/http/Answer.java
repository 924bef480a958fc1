package podium.http;

import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/// What goes back to the client.
public record Answer(int status, Map<String, String> headers, Buffer body) {

  public Answer {
    headers = Map.copyOf(headers);
  }

  /// A JSON object with status 200.
  public static Answer json(Json.Writing members) {
    return json(Json.object(members));
  }

  /// A JSON array with status 200.
  public static Answer array(Json.Writing items) {
    return json(Json.array(items));
  }

  /// Text that is no JSON, with status 200.
  public static Answer text(String contentType, String text) {
    return new Answer(200, Map.of("Content-Type", contentType), Buffer.buffer(text));
  }

  private static Answer json(Buffer body) {
    return new Answer(200, Map.of("Content-Type", "application/json"), body);
  }

  /// An error in the form that all routes share.
  static Answer error(HttpFailure failure, String id) {
    return error(failure, id, ErrorBody.STANDARD);
  }

  static Answer error(HttpFailure failure, String id, ErrorBody body) {
    return json(json -> body.write(json, failure.code(), failure.message(), id))
        .with(failure.code().status())
        .with(failure.headers());
  }

  Answer with(int otherStatus) {
    return new Answer(otherStatus, headers, body);
  }

  public Answer with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body);
  }
}
