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
    return new Answer(200, Map.of("Content-Type", "application/json"), Json.object(members));
  }

  /// The one error body of every failure.
  static Answer error(HttpFailure failure, String id) {
    String code = failure.code().wireName();
    return json(
            json -> {
              json.writeStringField("id", id);
              json.writeStringField("message", failure.message());
              json.writeStringField("detail", failure.message());
              json.writeStringField("code", code);
              json.writeObjectFieldStart("error");
              json.writeStringField("message", failure.message());
              json.writeStringField("type", failure.code().type());
              json.writeStringField("code", code);
              json.writeEndObject();
            })
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
