package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.http.Json;
import podium.model.Listing;

/// The models of a catalog in JSON: OpenAI's list, with what else is known of each model. What
/// looked like a model and is none follows, with the reason.
public record ModelList(Catalog catalog) {

  /// One object with all of them.
  public Buffer json() {
    return Json.object(this::write);
  }

  /// One object each.
  public List<Buffer> jsonLines() {
    return Stream.concat(
            catalog.models().stream().map(model -> Json.object(json -> write(json, model))),
            catalog.rejected().stream().map(rejected -> Json.object(json -> write(json, rejected))))
        .toList();
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("object", "list");
    json.writeArrayFieldStart("data");
    for (ServedModel model : catalog.models()) {
      json.writeStartObject();
      write(json, model);
      json.writeEndObject();
    }
    for (Listing.Rejected rejected : catalog.rejected()) {
      json.writeStartObject();
      write(json, rejected);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void write(JsonGenerator json, ServedModel model) throws IOException {
    new ModelWriter(json, catalog).write(model);
  }

  private void write(JsonGenerator json, Listing.Rejected rejected) throws IOException {
    new ModelWriter(json, catalog).write(rejected);
  }
}
