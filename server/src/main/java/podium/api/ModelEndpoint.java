package podium.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;
import podium.http.ErrorCode;
import podium.http.HttpFailure;

/// `GET /v1/models/{id}`: one model of the list. The slash of `org/name` may be sent as it is or
/// encoded.
record ModelEndpoint(Catalog catalog) implements Endpoint {

  static final String PATH = "/v1/models/";

  @Override
  public Answer answer(Call call) {
    String name = decoded(call.path().substring(call.path().indexOf(PATH) + PATH.length()));
    ServedModel model = catalog.find(Optional.of(name));
    return Answer.json(json -> new ModelWriter(json, catalog).write(model));
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpFailure.of(
          ErrorCode.MALFORMED_HTTP, "the path has a percent sign without two hex digits");
    }
  }
}
