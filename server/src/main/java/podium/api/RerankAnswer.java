package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import podium.Ranking;
import podium.Scores;
import podium.http.Answer;

/// Answer to a request with `documents`: what Cohere and Jina send, and the token counts that other
/// clients need. It has no nulls: what is not there is left out.
///
/// @param model as the client named it
/// @param echoed the documents of the request; empty if they are not wanted back
/// @param details what is said of each result besides
public record RerankAnswer(
    String id,
    String model,
    String apiVersion,
    Ranking ranking,
    boolean rawScores,
    List<Document> echoed,
    Details details,
    Scores scores,
    List<String> warnings) {

  public RerankAnswer {
    echoed = List.copyOf(echoed);
    warnings = List.copyOf(warnings);
  }

  /// Without details.
  public RerankAnswer(
      String id,
      String model,
      String apiVersion,
      Ranking ranking,
      boolean rawScores,
      List<Document> echoed,
      Scores scores,
      List<String> warnings) {
    this(id, model, apiVersion, ranking, rawScores, echoed, Details.NONE, scores, warnings);
  }

  /// Documents that count as one unit of Cohere's bill.
  private static final int DOCUMENTS_PER_SEARCH_UNIT = 100;

  /// As it goes over the wire.
  public Answer toAnswer() {
    return Answer.json(this::write).with(ServerTiming.header(scores.timing()));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("model", model);
    json.writeArrayFieldStart("results");
    for (Ranking.Entry entry : ranking.entries()) {
      writeResult(json, entry);
    }
    json.writeEndArray();
    writeUsage(json);
    writeMeta(json);
  }

  /// Floats are written with the fewest digits that tell them from their neighbours.
  private void writeResult(JsonGenerator json, Ranking.Entry entry) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", entry.index());
    json.writeNumberField("relevance_score", rawScores ? entry.logit() : entry.score());
    if (!echoed.isEmpty()) {
      json.writeFieldName("document");
      json.writeRawValue(echoed.get(entry.index()).echo());
    }
    details.write(json, entry.index());
    json.writeEndObject();
  }

  private void writeUsage(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", scores.promptTokens());
    json.writeNumberField("completion_tokens", 0);
    json.writeNumberField("total_tokens", scores.promptTokens());
    json.writeEndObject();
  }

  private void writeMeta(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("meta");
    json.writeObjectFieldStart("api_version");
    json.writeStringField("version", apiVersion);
    json.writeEndObject();
    json.writeObjectFieldStart("billed_units");
    json.writeNumberField("search_units", Math.ceilDiv(scores.size(), DOCUMENTS_PER_SEARCH_UNIT));
    json.writeEndObject();
    if (!warnings.isEmpty()) {
      json.writeArrayFieldStart("warnings");
      for (String warning : warnings) {
        json.writeString(warning);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
