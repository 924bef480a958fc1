package podium.api;

import podium.catalog.Catalog;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;

/// `GET /v1/models`: all of [ModelList].
record ModelsEndpoint(Catalog catalog) implements Endpoint {

  @Override
  public Answer answer(Call call) {
    catalog.refresh();
    return Answer.json(new ModelList(catalog)::write);
  }
}
