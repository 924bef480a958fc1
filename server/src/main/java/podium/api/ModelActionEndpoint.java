package podium.api;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.config.Limits;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.http.ErrorCode;
import podium.http.HttpFailure;

/// `POST /v1/models/{id}/load`, `/unload`, `/pin` and `/unpin`: does it, waits for it as long as
/// any request may take, and answers with the model as it is then. Doing what is done already is
/// fine.
record ModelActionEndpoint(Catalog catalog, Limits limits) implements Endpoint {

  private static final Set<String> ACTIONS = Set.of("load", "unload", "pin", "unpin");

  @Override
  public Answer answer(Call call) {
    String path = call.path().substring(ModelEndpoint.PATH.length()).replaceFirst("/$", "");
    String action = path.substring(path.lastIndexOf('/') + 1);
    if (!ACTIONS.contains(action) || action.equals(path)) {
      throw HttpFailure.of(
              ErrorCode.METHOD_NOT_ALLOWED,
              "POST is only allowed with one of /load, /unload, /pin and /unpin behind the name")
          .with("Allow", "GET, HEAD");
    }
    String name = ModelEndpoint.name(path.substring(0, path.lastIndexOf('/')));
    ServedModel model = catalog.find(Optional.of(name));
    act(action, model, call.left(limits.requestTimeout()));
    return Answer.json(json -> new ModelWriter(json, catalog).write(model));
  }

  private static void act(String action, ServedModel model, Duration patience) {
    switch (action) {
      case "load" -> model.load(patience);
      case "unload" -> model.unload(patience);
      default -> model.pin(action.equals("pin"));
    }
  }
}
