package podium.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import podium.http.Answer;
import podium.http.Call;
import podium.http.Endpoint;

/// `GET /openapi.yaml` and `/openapi.json`: the description of all routes, written by hand in one
/// file. JSON is made of it when it is asked for, which is seldom.
enum OpenApiEndpoint implements Endpoint {
  YAML {
    @Override
    public Answer answer(Call call) {
      return Answer.text("application/yaml", new String(document(), StandardCharsets.UTF_8));
    }
  },
  JSON {
    @Override
    public Answer answer(Call call) {
      return Answer.json(json -> {
        try (JsonParser yaml = new YAMLFactory().createParser(document())) {
          yaml.nextToken();
          while (yaml.nextToken() != null && !yaml.currentToken().isStructEnd()) {
            json.copyCurrentStructure(yaml);
          }
        }
      });
    }
  };

  private static byte[] document() {
    try (InputStream file = OpenApiEndpoint.class.getResourceAsStream("openapi.yaml")) {
      return Objects.requireNonNull(file, "openapi.yaml is missing from the jar").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a resource cannot fail", e);
    }
  }
}
