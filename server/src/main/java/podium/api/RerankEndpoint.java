package podium.api;

import java.util.ArrayList;
import java.util.List;
import podium.Ranking;
import podium.Scores;
import podium.catalog.ServedModel;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.json.JsonObject;

/// `POST /v1/rerank` and its like: parse, score, rank, answer.
record RerankEndpoint(Scoring scoring, RerankDialect dialect) implements Endpoint {

  @Override
  public Answer answer(Call call) {
    return answer(call, JsonObject.parse(call.body()));
  }

  Answer answer(Call call, JsonObject json) {
    RerankBody body = RerankBody.of(new Fields(json), scoring.limits());
    ServedModel model = scoring.model(call, body.modelName());
    Scores scores = scoring.ask(call, model, timeout -> body.toRequest(dialect, timeout));
    return answer(call, body, model, scores).toAnswer();
  }

  private RerankAnswer answer(Call call, RerankBody body, ServedModel model, Scores scores) {
    return new RerankAnswer(
        call.id(),
        body.modelName().orElse(model.name()),
        dialect.apiVersion(),
        Ranking.of(scores).top(body.topNOr(scores.size())),
        body.wantsRawScores(),
        body.wantsDocuments(dialect) ? body.documents() : List.of(),
        new Details(scores.readings(), body.documents()),
        scores,
        warnings(body, model, scores));
  }

  private static List<String> warnings(RerankBody body, ServedModel model, Scores scores) {
    var warnings = new ArrayList<>(Warnings.of(scores));
    if (body.hasInstruction() && !model.found().recognition().template().takesInstruction()) {
      warnings.add(Warnings.INSTRUCTION_IGNORED);
    }
    return warnings;
  }
}
