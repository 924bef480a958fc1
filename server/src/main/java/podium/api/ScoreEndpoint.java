package podium.api;

import java.util.List;
import podium.Scores;
import podium.catalog.ServedModel;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.json.JsonObject;

/// `POST /score`: the scores of pairs in the order of the request.
record ScoreEndpoint(Scoring scoring) implements Endpoint {

  @Override
  public Answer answer(Call call) {
    ScoreBody body = ScoreBody.of(new Fields(JsonObject.parse(call.body())), scoring.limits());
    ServedModel model = scoring.model(call, body.modelName());
    List<ScoreBody.OneQuery> queries =
        model.found().recognition().template().isListwise() ? body.lists() : body.byQuery();
    List<Scores> scores = scoring.askAll(call, model, queries);
    return new ScoreAnswer(
            call.id(),
            body.modelName().orElse(model.name()),
            inOrder(body, queries, scores),
            scores)
        .toAnswer();
  }

  private static float[] inOrder(
      ScoreBody body, List<ScoreBody.OneQuery> queries, List<Scores> scores) {
    float[] values = new float[body.size()];
    for (int q = 0; q < queries.size(); q++) {
      List<Integer> pairs = queries.get(q).pairs();
      for (int i = 0; i < pairs.size(); i++) {
        Scores of = scores.get(q);
        values[pairs.get(i)] = body.wantsRawScores() ? of.logit(i) : of.score(i);
      }
    }
    return values;
  }
}
