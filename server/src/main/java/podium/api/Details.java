package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import podium.Content;
import podium.Scores.Reading;
import podium.Stretch;

/// What `return_details` adds to each result: whether text was left out, and which part of the
/// document its score is of.
///
/// @param readings one for each of `documents`; empty if nobody asked
public record Details(List<Reading> readings, List<Document> documents) {

  static final Details NONE = new Details(List.of(), List.of());

  public Details {
    readings = List.copyOf(readings);
    documents = List.copyOf(documents);
  }

  void write(JsonGenerator json, int document) throws IOException {
    if (readings.isEmpty()) {
      return;
    }
    Reading reading = readings.get(document);
    json.writeBooleanField("truncated", reading.truncated());
    Optional<Stretch> best = reading.best();
    if (best.isPresent()) {
      write(json, best.get(), documents.get(document).content());
    }
  }

  /// Clients count characters as Unicode does, whatever their language's strings are made of.
  private static void write(JsonGenerator json, Stretch best, Content content) throws IOException {
    String text =
        switch (content) {
          case Content.Text plain -> plain.text();
          case Content.Visual visual -> visual.text().orElse("");
        };
    int start = text.codePointCount(0, best.start());
    json.writeObjectFieldStart("best_window");
    json.writeNumberField("start", start);
    json.writeNumberField("end", start + text.codePointCount(best.start(), best.end()));
    json.writeEndObject();
  }
}
