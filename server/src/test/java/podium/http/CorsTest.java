package podium.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;

class CorsTest {

  private static final String APP = "https://app.example.com";

  private static TestServer start(String... origins) throws Exception {
    var config =
        new ServerConfig(
            "127.0.0.1",
            0,
            ApiKeys.of(List.of("key")),
            false,
            List.of(origins),
            Limits.DEFAULT,
            Duration.ZERO,
            Duration.ZERO);
    return TestServer.start(
        config, List.of(Route.post("/x", _ -> Answer.json(json -> json.writeNullField("x")))));
  }

  private static String preflight(TestServer server, String origin) throws Exception {
    return server.raw(
        """
        OPTIONS /x HTTP/1.1\r
        Host: localhost\r
        Origin: %s\r
        Access-Control-Request-Method: POST\r
        Access-Control-Request-Headers: authorization,content-type\r
        \r
        """
            .formatted(origin));
  }

  private static HttpResponse<String> post(TestServer server, String origin) throws Exception {
    return server.post("/x", "{}", "Origin", origin, "Authorization", "Bearer key");
  }

  @Test
  void aPreflightNeedsNoKeyAndAllowsOne() throws Exception {
    try (var server = start(APP)) {
      assertThat(preflight(server, APP))
          .startsWith("HTTP/1.1 204 ")
          .containsIgnoringCase("Access-Control-Allow-Origin: " + APP)
          .containsIgnoringCase("Access-Control-Allow-Methods: GET, HEAD, POST")
          .containsPattern("(?i)Access-Control-Allow-Headers: .*Authorization");
    }
  }

  @Test
  void anAllowedOriginMayReadAnswersAndErrors() throws Exception {
    try (var server = start("https://other.example.com", APP)) {
      var answer = post(server, APP);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue(APP);
      assertThat(answer.headers().firstValue("Vary")).hasValue("Origin");
      assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
          .contains("Retry-After");

      var error = server.post("/x", "{}", "Origin", APP);
      assertThat(error.statusCode()).isEqualTo(401);
      assertThat(error.headers().firstValue("Access-Control-Allow-Origin")).hasValue(APP);
    }
  }

  @Test
  void anotherOriginMayNot() throws Exception {
    try (var server = start(APP)) {
      assertThat(post(server, "https://evil.example.com").headers().map())
          .doesNotContainKey("access-control-allow-origin");
      assertThat(preflight(server, "https://evil.example.com")).startsWith("HTTP/1.1 401 ");
    }
  }

  @Test
  void aStarIsEveryOrigin() throws Exception {
    try (var server = start("*")) {
      assertThat(post(server, "null").headers().firstValue("Access-Control-Allow-Origin"))
          .hasValue("*");
    }
  }

  @Test
  void itIsOffByDefault() throws Exception {
    try (var server = start()) {
      assertThat(post(server, APP).headers().map())
          .doesNotContainKey("access-control-allow-origin");
    }
  }
}
