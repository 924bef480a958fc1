package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.model.Listing;

/// `GET /v1/models`: OpenAI's list, with what else is known of each model. What looked like a model
/// and is none follows, with the reason.
record ModelsEndpoint(Catalog catalog) implements Endpoint {

  @Override
  public Answer answer(Call call) {
    catalog.refresh();
    return Answer.json(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    var writer = new ModelWriter(json, catalog);
    json.writeStringField("object", "list");
    json.writeArrayFieldStart("data");
    for (ServedModel model : catalog.models()) {
      json.writeStartObject();
      writer.write(model);
      json.writeEndObject();
    }
    for (Listing.Rejected rejected : catalog.rejected()) {
      json.writeStartObject();
      writer.write(rejected);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
