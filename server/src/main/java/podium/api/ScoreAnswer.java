package podium.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import podium.Scores;
import podium.Scores.Timing;
import podium.http.Answer;

/// Answer to `POST /score`, as vLLM sends it.
final class ScoreAnswer {

  private final String id;
  private final String model;
  private final float[] values;
  private final List<Scores> scores;

  /// @param model as the client named it
  /// @param values one for each pair, in the order of the request
  /// @param scores where they are from
  ScoreAnswer(String id, String model, float[] values, List<Scores> scores) {
    this.id = id;
    this.model = model;
    this.values = values.clone();
    this.scores = List.copyOf(scores);
  }

  Answer toAnswer() {
    return Answer.json(this::write).with(ServerTiming.header(timing()));
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStringField("id", id);
    json.writeStringField("object", "list");
    json.writeNumberField("created", Instant.now().getEpochSecond());
    json.writeStringField("model", model);
    json.writeArrayFieldStart("data");
    for (int i = 0; i < values.length; i++) {
      json.writeStartObject();
      json.writeNumberField("index", i);
      json.writeStringField("object", "score");
      json.writeNumberField("score", values[i]);
      json.writeEndObject();
    }
    json.writeEndArray();
    long tokens = scores.stream().mapToLong(Scores::promptTokens).sum();
    json.writeObjectFieldStart("usage");
    json.writeNumberField("prompt_tokens", tokens);
    json.writeNumberField("completion_tokens", 0);
    json.writeNumberField("total_tokens", tokens);
    json.writeEndObject();
  }

  /// Summed over the queries, of which several may have been worked on at once.
  private Timing timing() {
    return new Timing(sum(Timing::queue), sum(Timing::tokenize), sum(Timing::compute));
  }

  private Duration sum(Function<Timing, Duration> part) {
    return scores.stream().map(Scores::timing).map(part).reduce(Duration.ZERO, Duration::plus);
  }
}
