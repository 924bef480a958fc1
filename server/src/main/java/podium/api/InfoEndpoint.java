package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import podium.ImagePolicy;
import podium.Precision;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.config.Version;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.metrics.ResidentMemory;

/// `GET /info`: the version, and every limit that a client may run into.
record InfoEndpoint(ServerConfig config, Catalog catalog) implements Endpoint {

  @Override
  public Answer answer(Call call) {
    return Answer.json(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("name", "podium");
    json.writeStringField("version", Version.CURRENT);
    Optional<String> model = catalog.defaultModel().map(ServedModel::name);
    if (model.isPresent()) {
      json.writeStringField("default_model", model.get());
    }
    json.writeStringField("engine", "onednn");
    json.writeStringField(
        "precision",
        catalog.options().precision().map(Precision::name).orElse("auto").toLowerCase(Locale.ROOT));
    json.writeObjectFieldStart("limits");
    writeLimits(json, config.limits());
    json.writeNumberField("queue_tokens", catalog.options().queueTokens());
    json.writeEndObject();
    json.writeObjectFieldStart("images");
    writeImages(json, catalog.options().images());
    json.writeEndObject();
    json.writeObjectFieldStart("memory");
    writeMemory(json);
    json.writeEndObject();
  }

  /// Not which folders, which is nobody's business.
  private static void writeImages(JsonGenerator json, ImagePolicy policy) throws IOException {
    json.writeBooleanField("urls", policy.urls());
    json.writeBooleanField("paths", !policy.roots().isEmpty());
    json.writeNumberField("max_bytes", policy.maxBytes());
    json.writeNumberField("max_pixels", policy.maxPixels());
    json.writeNumberField("max_shown_pixels", policy.maxShownPixels());
  }

  private void writeMemory(JsonGenerator json) throws IOException {
    if (catalog.residence().isLimited()) {
      json.writeNumberField("limit_bytes", catalog.residence().limitBytes());
    }
    json.writeNumberField("models_bytes", catalog.takenBytes());
    json.writeNumberField("resident_bytes", ResidentMemory.bytes());
  }

  private static void writeLimits(JsonGenerator json, Limits limits) throws IOException {
    json.writeNumberField("max_documents", limits.maxDocuments());
    json.writeNumberField("max_body_bytes", limits.maxBodyBytes());
    json.writeNumberField("timeout_ms", limits.requestTimeout().toMillis());
    json.writeNumberField("header_timeout_ms", limits.headerTimeout().toMillis());
    json.writeNumberField("body_timeout_ms", limits.bodyTimeout().toMillis());
    json.writeNumberField("connection_idle_timeout_ms", limits.connectionIdleTimeout().toMillis());
  }
}
