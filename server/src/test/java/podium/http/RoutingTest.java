package podium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.http.ErrorAssert.assertRefused;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.config.Limits;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutingTest {

  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    Endpoint path = call -> Answer.json(json -> json.writeStringField("path", call.path()));
    server =
        TestServer.start(
            TestServer.config(Limits.DEFAULT),
            List.of(
                Route.get("/fruit", path),
                Route.get("/fruit/*", path),
                Route.post(
                    "/count",
                    call ->
                        Answer.json(json -> json.writeNumberField("bytes", call.body().length)))));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @Test
  void anUnknownRouteIsA404() throws Exception {
    assertRefused(server.get("/nuts"), 404, "unknown_route", "there is nothing at /nuts");
  }

  @Test
  void aKnownRouteWithAnotherMethodIsA405ThatNamesTheRightOne() throws Exception {
    var response = server.get("/count");

    assertRefused(response, 405, "method_not_allowed", "GET is not allowed here, only POST");
    assertThat(response.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void anInventedMethodIsA405() throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri("/fruit")).method("BREW", BodyPublishers.noBody());

    assertRefused(
        server.send(request),
        405,
        "method_not_allowed",
        "BREW is not allowed here, only GET, HEAD");
  }

  @Test
  void headIsGetWithoutItsBody() throws Exception {
    var response = server.send(HttpRequest.newBuilder(server.uri("/fruit")).HEAD());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/fruit",
        "/fruit/",
        "//fruit",
        "/fruit?color=red&color=red",
        "/fruit?",
        "/nuts/../fruit",
        "/f%72uit"
      })
  void aPathMayBeSpelledCarelessly(String path) throws Exception {
    assertThat(server.get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET http://other.example/fruit HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET HTTP://x:80/fruit HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /fruit HTTP/1.1\r\nHOST: x\r\n\r\n",
        "GET /fruit HTTP/1.1\r\nhost: [::1]:80\r\n\r\n",
        "\r\n\r\nGET /fruit HTTP/1.1\r\nHost:x\r\n\r\n",
        "GET /fruit HTTP/1.0\r\n\r\n",
      })
  void aRequestMayBeSpelledAsHttpAllows(String request) throws Exception {
    assertThat(server.raw(request)).matches("(?s)HTTP/1.[01] 200 .*\"/fruit\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/FRUIT", "/fruit;a=b", "/fruit#top", "fruit", "*", "/fr%2Fuit"})
  void anotherPathIsA404(String path) throws Exception {
    assertThat(server.raw("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path)))
        .startsWith("HTTP/1.1 404 ")
        .contains("\"code\":\"unknown_route\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS", "TRACE", "DELETE", "PATCH", "get", "BREW"})
  void noOtherMethodIsAnswered(String method) throws Exception {
    String response = server.raw("%s /fruit HTTP/1.1\r\nHost: x\r\n\r\n".formatted(method));

    assertRefused(
        response, 405, "method_not_allowed", method + " is not allowed here, only GET, HEAD");
  }

  @Test
  void aStarStandsForTheRestOfThePath() throws Exception {
    assertThat(server.get("/fruit/red/apple").body()).isEqualTo("{\"path\":\"/fruit/red/apple\"}");
  }

  @Test
  void anEncodedSlashStaysEncoded() throws Exception {
    assertThat(server.get("/fruit/red%2Fapple").body())
        .isEqualTo("{\"path\":\"/fruit/red%2Fapple\"}");
  }

  @Test
  void aGetMayHaveABodyThatNobodyReads() throws Exception {
    var request =
        HttpRequest.newBuilder(server.uri("/fruit"))
            .method("GET", BodyPublishers.ofString("x".repeat(100_000)));

    assertThat(server.send(request).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/fruit/%E0%A4%A", "/%"})
  void aPathThatCannotBeDecodedIsA400(String path) throws Exception {
    String response =
        server.raw("GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".formatted(path));

    assertRefused(response, 400, "malformed_http", "the request has no valid Host or path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/1.2", "HTTP/9.9"})
  void aVersionThatNobodySpeaksIsA400(String version) throws Exception {
    String response = server.raw("GET /fruit %s\r\nHost: x\r\n\r\n".formatted(version));

    assertThat(response).startsWith(version); // Vert.x repeats it
    assertRefused(
        response.replace(version, "HTTP/1.1"), 400, "malformed_http", "this is not HTTP/1.1");
  }

  @Test
  void everyAnswerHasARequestId() throws Exception {
    var response = server.get("/nuts");

    String id = TestServer.json(response).path("id").asText();
    assertThat(id).matches("rerank-[0-9a-f]{16}");
    assertThat(response.headers().firstValue("X-Request-Id")).hasValue(id);
  }

  @Test
  void theRequestIdOfTheClientIsEchoed() throws Exception {
    var response = server.get("/fruit", "X-Request-Id", "my-request.7");

    assertThat(response.headers().firstValue("X-Request-Id")).hasValue("my-request.7");
  }

  @Test
  void aRequestIdThatIsNoPlainWordIsReplaced() throws Exception {
    var response = server.get("/fruit", "X-Request-Id", "my request");

    assertThat(response.headers().firstValue("X-Request-Id").orElseThrow()).startsWith("rerank-");
  }

  @Test
  void aCrashOfAnEndpointIsA500WithoutDetails() throws Exception {
    Endpoint broken =
        _ -> {
          throw new IllegalStateException("/secret/path is gone");
        };
    try (var other =
        TestServer.start(
            TestServer.config(Limits.DEFAULT), List.of(Route.get("/broken", broken)))) {

      var response = other.get("/broken");

      String id = TestServer.json(response).path("id").asText();
      assertRefused(
          response, 500, "internal_error", "the server failed; its log says why under " + id);
    }
  }
}
