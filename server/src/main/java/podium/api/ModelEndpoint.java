package podium.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;

/// `GET /v1/models/{id}`: one model of the list. The slash of `org/name` may be sent as it is or
/// encoded.
record ModelEndpoint(Catalog catalog) implements Endpoint {

  static final String PATH = "/v1/models/";

  @Override
  public Answer answer(Call call) {
    ServedModel model = catalog.find(Optional.of(name(call.path().substring(PATH.length()))));
    return Answer.json(json -> new ModelWriter(json, catalog).write(model));
  }

  /// A name as it stands in a path, with or without a slash behind it.
  static String name(String path) {
    String encoded = path.replaceFirst("/$", "");
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
