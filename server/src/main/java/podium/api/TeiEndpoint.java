package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import podium.Ranking;
import podium.RerankException.InvalidRequest;
import podium.Scores;
import podium.catalog.ServedModel;
import podium.http.Answer;
import podium.http.Call;
import podium.json.JsonObject;

/// `POST /rerank` with `texts`: the answer is a bare array, best first.
record TeiEndpoint(Scoring scoring) {

  Answer answer(Call call, JsonObject json) {
    TeiBody body = TeiBody.of(new Fields(json), scoring.limits());
    ServedModel model = scoring.model(call, body.modelName());
    Scores scores = ask(call, body, model);
    return Answer.array(out -> write(out, body, Ranking.of(scores)))
        .with(ServerTiming.header(scores.timing()));
  }

  /// The core calls texts documents.
  private Scores ask(Call call, TeiBody body, ServedModel model) {
    try {
      return scoring.ask(call, model, body::toRequest).scores();
    } catch (InvalidRequest e) {
      String message = String.valueOf(e.getMessage());
      throw new InvalidRequest(message.replaceFirst("^documents\\[", "texts["));
    }
  }

  private static void write(JsonGenerator json, TeiBody body, Ranking ranking) throws IOException {
    for (Ranking.Entry entry : ranking.entries()) {
      json.writeStartObject();
      json.writeNumberField("index", entry.index());
      json.writeNumberField("score", body.wantsRawScores() ? entry.logit() : entry.score());
      if (body.wantsText()) {
        json.writeStringField("text", body.texts().get(entry.index()));
      }
      json.writeEndObject();
    }
  }
}
