package podium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.http.ErrorAssert.assertRefused;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.config.ApiKeys;
import podium.config.Limits;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {

  private static final List<Route> ROUTES =
      List.of(
          Route.get("/", _ -> Answer.json(json -> json.writeBooleanField("in", true))),
          Route.openGet("/open", _ -> Answer.text("text/plain", "in")));

  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    var keys = ApiKeys.of(List.of("first-key", "second-key"));
    server = TestServer.start(TestServer.config(Limits.DEFAULT, keys), ROUTES);
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer first-key",
    "Authorization, bearer second-key",
    "authorization, BEARER   first-key",
    "X-API-Key, second-key",
    "x-api-key, first-key",
  })
  void letsInWhoHasAKey(String header, String value) throws Exception {
    assertThat(server.get("/", header, value).statusCode()).isEqualTo(200);
  }

  @Test
  void oneRightKeyOfTwoIsEnough() throws Exception {
    var response = server.get("/", "Authorization", "Bearer None", "X-API-Key", "first-key");

    assertThat(response.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer wrong", "Bearer first-key2", "Bearer first-ke", "Bearer FIRST-KEY"})
  void refusesAWrongKey(String value) throws Exception {
    var response = server.get("/", "Authorization", value);

    assertRefused(response, 401, "unauthorized", "the API key is not known");
    assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic Zmlyc3Qta2V5", "first-key"})
  void refusesWhatIsNoKey(String value) throws Exception {
    assertRefused(
        server.get("/", "Authorization", value),
        401,
        "unauthorized",
        "an API key is needed: Authorization: Bearer KEY, or X-API-Key: KEY");
  }

  @Test
  void openRoutesAndProbesNeedNoKey() throws Exception {
    assertThat(server.get("/open").body()).isEqualTo("in");
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void hidesWhichRoutesThereAre() throws Exception {
    assertThat(server.get("/nothing").statusCode()).isEqualTo(401);
  }

  @Test
  void refusesBeforeTheBodyIsThere() throws Exception {
    String response =
        server.raw(
            """
            POST / HTTP/1.1\r
            Host: localhost\r
            Content-Length: 1000000\r
            \r
            """);

    assertThat(response).startsWith("HTTP/1.1 401 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer None", "Basic x", "nonsense"})
  void withoutKeysEveryHeaderIsTolerated(String value) throws Exception {
    try (var open = TestServer.start(TestServer.config(Limits.DEFAULT), ROUTES)) {
      assertThat(open.get("/", "Authorization", value).statusCode()).isEqualTo(200);
    }
  }
}
