package podium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.http.ErrorAssert.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.config.ApiKeys;
import podium.config.Limits;

class AdminGateTest {

  private static final List<Route> ROUTES =
      List.of(
          Route.get("/thing", _ -> Answer.text("text/plain", "looked")),
          Route.adminPost("/thing", _ -> Answer.text("text/plain", "changed")));

  private static final ApiKeys USER = ApiKeys.of(List.of("user-key"));
  private static final ApiKeys ADMIN = ApiKeys.of(List.of("admin-key"));

  private static TestServer server(ApiKeys keys, ApiKeys adminKeys) throws Exception {
    return TestServer.start(
        TestServer.config(Limits.DEFAULT, keys).withAdminKeys(adminKeys), ROUTES);
  }

  @Test
  void anAdminKeyOpensEverything() throws Exception {
    try (var server = server(USER, ADMIN)) {
      assertThat(server.post("/thing", "", "X-API-Key", "admin-key").body()).isEqualTo("changed");
      assertThat(server.get("/thing", "Authorization", "Bearer admin-key").body())
          .isEqualTo("looked");
    }
  }

  @Test
  void anApiKeyDoesNot() throws Exception {
    try (var server = server(USER, ADMIN)) {
      assertThat(server.get("/thing", "X-API-Key", "user-key").body()).isEqualTo("looked");
      assertRefused(
          server.post("/thing", "", "X-API-Key", "user-key"),
          403,
          "forbidden",
          "this needs an admin key, not an API key");
    }
  }

  @Test
  void withAdminKeysOnlyTheRestIsOpenToEverybody() throws Exception {
    try (var server = server(ApiKeys.NONE, ADMIN)) {
      assertThat(server.get("/thing").body()).isEqualTo("looked");
      assertThat(server.post("/thing", "", "X-API-Key", "admin-key").body()).isEqualTo("changed");
      assertRefused(
          server.post("/thing", ""),
          401,
          "unauthorized",
          "an admin key is needed: Authorization: Bearer KEY, or X-API-Key: KEY");
      assertRefused(
          server.post("/thing", "", "X-API-Key", "wrong"),
          401,
          "unauthorized",
          "the API key is not known");
    }
  }

  @Test
  void withApiKeysAndNoAdminKeysNobodyMayChangeAnything() throws Exception {
    try (var server = server(USER, ApiKeys.NONE)) {
      assertRefused(
          server.post("/thing", "", "X-API-Key", "user-key"),
          403,
          "forbidden",
          "this needs an admin key, and the server has none: start it with --admin-key-file");
      assertThat(server.post("/thing", "").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void withoutAnyKeysProgramsOnThisMachineMay() throws Exception {
    try (var server = server(ApiKeys.NONE, ApiKeys.NONE)) {
      assertThat(server.post("/thing", "").body()).isEqualTo("changed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://evil.example",
    "X-Forwarded-For, 127.0.0.1",
    "Forwarded, for=192.0.2.7",
    "Via, 1.1 proxy",
  })
  void withoutAnyKeysPagesAndProxiesMayNot(String header, String value) throws Exception {
    try (var server = server(ApiKeys.NONE, ApiKeys.NONE)) {
      assertRefused(
          server.post("/thing", "", header, value),
          403,
          "forbidden",
          "without an admin key this is only for programs on the server's own machine: start it"
              + " with --admin-key-file");
    }
  }

  @Test
  void aNameThatOnlyResolvesToThisMachineIsNotTrusted() throws Exception {
    try (var server = server(ApiKeys.NONE, ApiKeys.NONE)) {
      String answer =
          server.raw("POST /thing HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 403 ");
    }
  }

  @Test
  void bothMethodsOfAPathAreNamedWhereAnotherIsUsed() throws Exception {
    try (var server = server(ApiKeys.NONE, ApiKeys.NONE)) {
      String answer = server.raw("DELETE /thing HTTP/1.1\r\nHost: localhost\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("allow: GET, HEAD, POST");
    }
  }
}
