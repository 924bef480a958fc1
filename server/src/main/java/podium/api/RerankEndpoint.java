package podium.api;

import java.util.ArrayList;
import java.util.List;
import podium.Ranking;
import podium.Scores;
import podium.api.Scoring.Answered;
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
    Answered answered = scoring.ask(call, model, timeout -> body.toRequest(dialect, timeout));
    return answer(call, body, body.modelName().orElse(model.name()), answered).toAnswer();
  }

  private RerankAnswer answer(Call call, RerankBody body, String name, Answered answered) {
    Scores scores = answered.scores();
    return new RerankAnswer(
        call.id(),
        name,
        dialect.apiVersion(),
        Ranking.of(scores).top(body.topNOr(scores.size())),
        body.wantsRawScores(),
        body.wantsDocuments(dialect) ? body.documents() : List.of(),
        new Details(scores.readings(), body.documents()),
        scores,
        warnings(body, answered));
  }

  private static List<String> warnings(RerankBody body, Answered answered) {
    var warnings = new ArrayList<>(Warnings.of(answered.scores()));
    if (body.hasInstruction() && !answered.model().takesInstruction()) {
      warnings.add(Warnings.INSTRUCTION_IGNORED);
    }
    return warnings;
  }
}
