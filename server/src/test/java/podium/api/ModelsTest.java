package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static podium.catalog.Listings.found;
import static podium.catalog.Listings.rejected;
import static podium.http.ErrorAssert.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.RerankException.ModelUnavailable;
import podium.Reranker;
import podium.catalog.FakeReranker;
import podium.catalog.Residence;
import podium.http.TestServer;
import podium.model.Listing;

class ModelsTest {

  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        ApiServer.of(
            found("org/One"), found("podium-tiny"), rejected("broken", "config.json is empty"));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private JsonNode get(String path) throws Exception {
    return TestServer.json(server.http().get(path));
  }

  @Test
  void areListedAsOpenAiDoes() throws Exception {
    JsonNode list = get("/v1/models");

    assertThat(list.path("object").asText()).isEqualTo("list");
    assertThat(list.path("data"))
        .extracting(model -> model.path("id").asText())
        .containsExactly("org/One", "podium-tiny", "broken");
    assertThat(list.path("data"))
        .allSatisfy(model -> {
          assertThat(model.path("object").asText()).isEqualTo("model");
          assertThat(model.path("created").isIntegralNumber()).isTrue();
          assertThat(model.path("owned_by").isTextual()).isTrue();
        });
  }

  @Test
  void sayWhatTheyAre() throws Exception {
    assertThat(get("/v1/models").path("data").path(0))
        .isEqualTo(
            TestServer.json(
                """
                {"id":"org/One","object":"model","created":0,"owned_by":"org","loaded":false,
                 "state":"unloaded","memory_bytes":0,"pinned":false,"default":true,"family":"fake","recognised_by":"it says so","verified":"reference","max_length":10,
                 "weight_bytes":1234,"precision":"auto","score_range":[0,1],
                 "instruction":false,"modalities":["text"],
                 "aliases":["One"]}\
                """));
  }

  @Test
  void areLoadedAfterTheirFirstRequest() throws Exception {
    server.ranked("{'query':'q','documents':['1']}");

    JsonNode model = get("/v1/models/org/One");

    assertThat(model.path("loaded").asBoolean()).isTrue();
    assertThat(model.path("state").asText()).isEqualTo("loaded");
    assertThat(model.path("last_used").asLong())
        .isCloseTo(Instant.now().getEpochSecond(), within(60L));
    assertThat(model.path("precision").asText()).isEqualTo("f32");
  }

  @Test
  void theEmbeddedOneSaysThatItIsADemonstration() throws Exception {
    assertThat(get("/v1/models/podium-tiny").path("note").asText())
        .startsWith("a demonstration model: English, 256 tokens");
  }

  @Test
  void brokenOnesHaveAReason() throws Exception {
    JsonNode broken = get("/v1/models").path("data").path(2);

    assertThat(broken.path("state").asText()).isEqualTo("failed");
    assertThat(broken.path("error").asText()).isEqualTo("config.json is empty");
  }

  @Test
  void noPathOfTheServerLeavesIt() throws Exception {
    var vanished = rejected("gone", "/models/gone does not exist");
    var root = new Listing.Rejected("/srv/x", Path.of("/srv/x"), "?");
    Reranker.Opener failing =
        (path, _) -> {
          throw new ModelUnavailable(path + " does not exist");
        };
    try (var other = ApiServer.of(failing, found("one"), vanished, root)) {
      String list = other.http().get("/v1/models").body();
      String request = "{\"model\":\"%s\",\"query\":\"q\",\"documents\":[\"1\"]}";
      String broken = other.http().post("/v1/rerank", request.formatted("gone")).body();
      String failed = other.http().post("/v1/rerank", request.formatted("one")).body();

      assertThat(list).contains("\"id\":\"x\"").doesNotContain("/models/", "/srv");
      assertThat(broken).contains("model gone: the folder does not exist");
      assertThat(failed).contains("model one: the folder does not exist");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"org/One", "org%2FOne", "one", "ORG/ONE", "o%6Ee", "one/", "one?a=1&a=2"})
  void areFoundByName(String name) throws Exception {
    assertThat(get("/v1/models/" + name).path("id").asText()).isEqualTo("org/One");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/c, a/b/c",
    "%c3%a9, é",
    "..%2f..%2fetc, ../../etc",
    "a+b, a+b",
    "%00, '\0'",
    "%F0%9F%98%80, \uD83D\uDE00",
  })
  void namesAreReadAsTheyWereWritten(String encoded, String name) throws Exception {
    assertRefused(
        server.http().get("/v1/models/" + encoded),
        404,
        "unknown_model",
        "there is no model %s; there are: org/One, podium-tiny".formatted(name));
  }

  @Test
  void aNameMayBeAsLongAsARequestLine() throws Exception {
    String name = "x".repeat(4_000);

    assertThat(server.http().get("/v1/models/" + name).statusCode()).isEqualTo(404);
    assertThat(server.http().get("/v1/models/" + name + name).statusCode()).isEqualTo(414);
  }

  @Test
  void anUnknownOneIsA404() throws Exception {
    assertRefused(
        server.http().get("/v1/models/other"),
        404,
        "unknown_model",
        "there is no model other; there are: org/One, podium-tiny");
  }

  @Test
  void infoShowsEveryLimit() throws Exception {
    var limited = new Residence(5_000_000_000L, Duration.ZERO);
    ObjectNode info;
    try (var other =
        ApiServer.of(
            (_, _) -> new FakeReranker(), limited, found("org/One"), found("podium-tiny"))) {
      info = (ObjectNode) TestServer.json(other.http().get("/info"));
    }
    ((ObjectNode) info.path("memory")).put("resident_bytes", 7);

    assertThat(info)
        .isEqualTo(
            TestServer.json(
                """
                {"name":"podium","version":"development","default_model":"org/One",
                 "engine":"onednn","precision":"auto",
                 "limits":{"max_documents":10000,"max_body_bytes":67108864,"timeout_ms":60000,
                   "header_timeout_ms":10000,"body_timeout_ms":60000,"connection_idle_timeout_ms":75000,
                   "queue_tokens":4000000},
                 "images":{"urls":false,"paths":false,"max_bytes":20971520,"max_pixels":178956970,
                   "max_shown_pixels":1843200},
                 "memory":{"limit_bytes":5000000000,"models_bytes":0,"resident_bytes":7}}\
                """));
  }
}
