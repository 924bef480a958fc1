package podium.api;

import podium.http.Answer;
import podium.http.Call;
import podium.http.DialectFailure;
import podium.http.Endpoint;
import podium.json.JsonObject;

/// `POST /rerank`: whoever sends `texts` and no `documents` speaks the dialect of Hugging Face's
/// text-embeddings-inference, and gets its answers and errors.
record AnyRerankEndpoint(RerankEndpoint documents, TeiEndpoint texts) implements Endpoint {

  @Override
  public Answer answer(Call call) {
    JsonObject json = JsonObject.parse(call.body());
    if (json.has("documents") || !json.has("texts")) {
      return documents.answer(call, json);
    }
    try {
      return texts.answer(call, json);
    } catch (RuntimeException e) {
      throw new DialectFailure(e, TeiError.BODY);
    }
  }
}
