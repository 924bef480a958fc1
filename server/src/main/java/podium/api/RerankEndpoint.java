package podium.api;

import java.util.ArrayList;
import java.util.List;
import podium.ModelInfo;
import podium.Ranking;
import podium.Reranker;
import podium.Scores;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.config.Limits;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.json.JsonObject;

/// `POST /v1/rerank` and its like: parse, score, rank, answer.
record RerankEndpoint(Catalog catalog, Limits limits, RerankDialect dialect) implements Endpoint {

  @Override
  public Answer answer(Call call) {
    RerankBody body = RerankBody.of(new Fields(JsonObject.parse(call.body())), limits);
    ServedModel model = catalog.find(body.modelName());
    Reranker reranker = model.reranker(call.left(limits.requestTimeout()));
    Scores scores = reranker.score(body.toRequest(dialect, call.left(limits.requestTimeout())));
    List<String> warnings = warnings(body, reranker.info(), scores);
    return new RerankAnswer(
            call.id(),
            body.modelName().orElse(model.name()),
            dialect.apiVersion(),
            Ranking.of(scores).top(body.topNOr(scores.size())),
            body.wantsRawScores(),
            body.wantsDocuments(dialect) ? body.documents() : List.of(),
            scores,
            warnings)
        .toAnswer();
  }

  private static List<String> warnings(RerankBody body, ModelInfo model, Scores scores) {
    var warnings = new ArrayList<>(Warnings.of(scores));
    if (body.hasInstruction() && !model.takesInstruction()) {
      warnings.add(Warnings.INSTRUCTION_IGNORED);
    }
    return warnings;
  }
}
