package podium.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// How an error looks in JSON.
public interface ErrorBody {

  /// The one that all clients tried read correctly, each by the members it knows.
  ErrorBody STANDARD =
      (json, code, message, id) -> {
        json.writeStringField("id", id);
        json.writeStringField("message", message);
        json.writeStringField("detail", message);
        json.writeStringField("code", code.wireName());
        json.writeObjectFieldStart("error");
        json.writeStringField("message", message);
        json.writeStringField("type", code.type());
        json.writeStringField("code", code.wireName());
        json.writeEndObject();
      };

  /// Writes the members of the object.
  ///
  /// @param id of the request
  void write(JsonGenerator json, ErrorCode code, String message, String id) throws IOException;
}
