package podium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.http.ErrorAssert.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.config.ApiKeys;
import podium.config.Limits;

class HealthTest {

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/live", "/health/ready"})
  void needsNoKey(String path) throws Exception {
    var config = TestServer.config(Limits.DEFAULT, ApiKeys.of(List.of("secret")));
    try (var server = TestServer.start(config, List.of())) {
      assertThat(server.get(path).body()).isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void isAliveButNotReadyWhileModelsLoad() throws Exception {
    var config = TestServer.config(Limits.DEFAULT);
    try (var server = TestServer.start(config, List.of(), () -> false)) {
      var ready = server.get("/health/ready");

      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertRefused(ready, 503, "model_unavailable", "models are still loading");
      assertThat(ready.headers().firstValue("Retry-After")).hasValue("1");
    }
  }
}
