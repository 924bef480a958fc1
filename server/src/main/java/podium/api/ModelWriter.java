package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import podium.ModelInfo;
import podium.Precision;
import podium.RawScore;
import podium.catalog.Catalog;
import podium.catalog.ModelStatus;
import podium.catalog.Reasons;
import podium.catalog.ServedModel;
import podium.model.Listing;

/// Writes the members of models in OpenAI's list.
record ModelWriter(JsonGenerator json, Catalog catalog) {

  /// Relevance has this range, whatever raw scores have.
  private static final int[] SCORE_RANGE = {0, 1};

  void write(ServedModel model) throws IOException {
    ModelStatus status = model.status();
    Listing.Found found = status.found();
    writeHead(found.name(), found.path());
    writeStatus(status);
    json.writeBooleanField("default", catalog.defaultModel().filter(model::equals).isPresent());
    json.writeStringField("family", found.recognition().family());
    json.writeStringField("recognised_by", found.recognition().why());
    json.writeStringField(
        "verified", found.recognition().verified().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("max_length", found.maxLength());
    json.writeNumberField("weight_bytes", found.weightBytes());
    json.writeStringField("precision", precision(status.info()));
    json.writeFieldName("score_range");
    json.writeArray(SCORE_RANGE, 0, SCORE_RANGE.length);
    writeRange(found.recognition().template().rawScore());
    json.writeBooleanField("instruction", found.recognition().template().takesInstruction());
    writeStrings("modalities", model.takesImages() ? List.of("text", "image") : List.of("text"));
    writeStrings("aliases", catalog.aliases(model));
    if (!found.recognition().remarks().isEmpty()) {
      writeStrings("remarks", found.recognition().remarks());
    }
    if (model.isEmbedded()) {
      json.writeStringField("note", ServedModel.EMBEDDED_NOTE);
    }
  }

  void write(Listing.Rejected rejected) throws IOException {
    writeHead(Reasons.nameOf(rejected), rejected.path());
    json.writeBooleanField("loaded", false);
    json.writeStringField("state", rejected.incomplete() ? "incomplete" : "failed");
    json.writeStringField("error", Reasons.of(rejected));
  }

  private void writeStatus(ModelStatus status) throws IOException {
    json.writeBooleanField("loaded", status.info().isPresent());
    json.writeStringField("state", status.state().label());
    if (status.error().isPresent()) {
      json.writeStringField("error", status.error().get());
    }
    json.writeNumberField("memory_bytes", status.memoryBytes());
    json.writeBooleanField("pinned", status.pinned());
    if (status.lastUsed().isPresent()) {
      json.writeNumberField("last_used", status.lastUsed().get().getEpochSecond());
    }
    if (status.changedOnDisk()) {
      json.writeBooleanField("changed_on_disk", true);
    }
  }

  /// Left out where raw scores have no limits.
  private void writeRange(RawScore raw) throws IOException {
    if (raw.isBounded()) {
      json.writeArrayFieldStart("raw_score_range");
      json.writeNumber(raw.least());
      json.writeNumber(raw.most());
      json.writeEndArray();
    }
  }

  private void writeHead(String name, Path path) throws IOException {
    json.writeStringField("id", name);
    json.writeStringField("object", "model");
    json.writeNumberField("created", created(path));
    json.writeStringField("owned_by", owner(name));
  }

  private String precision(Optional<ModelInfo> info) {
    return info.map(ModelInfo::precision)
        .or(() -> catalog.options().precision())
        .map(Precision::name)
        .orElse("auto")
        .toLowerCase(Locale.ROOT);
  }

  private void writeStrings(String name, List<String> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /// The organisation of `org/name`, else us.
  private static String owner(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? "podium" : name.substring(0, slash);
  }

  /// In seconds since 1970; 0 if the folder has gone.
  private long created(Path folder) {
    return catalog.lastChange(folder).map(Instant::getEpochSecond).orElse(0L);
  }
}
