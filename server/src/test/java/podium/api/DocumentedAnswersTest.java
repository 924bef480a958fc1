package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.catalog.Listings.found;
import static podium.catalog.Listings.rejected;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import podium.RerankException.EngineFailure;
import podium.RerankException.Overloaded;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.FakeReranker;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.http.TestServer;
import podium.model.Listing;

/// Every answer of every route that `openapi.yaml` lists is one that a server gives. Each is
/// provoked here; that it then looks as described is checked wherever something is asked.
class DocumentedAnswersTest {

  /// What cannot be had from outside.
  private static final Map<String, String> NOT_PROVOKED =
      Map.ofEntries(
          Map.entry("GET /v1/models 500", "folders that cannot be looked at leave what is known"),
          Map.entry(
              "GET /v1/models/{id} 500", "folders that cannot be looked at leave what is known"),
          Map.entry("POST /v1/models/{id}/unload 500", "nothing in it fails"),
          Map.entry("POST /v1/models/{id}/pin 500", "it only makes a note"),
          Map.entry("POST /v1/models/{id}/unpin 500", "it only makes a note"),
          Map.entry("GET /info 500", "it only tells what is in memory"),
          Map.entry("GET /metrics 500", "it only tells what is in memory"),
          Map.entry("GET /openapi.yaml 500", "it only reads a resource"),
          Map.entry("GET /openapi.json 500", "it only reads a resource"),
          Map.entry("GET / 500", "it only reads a resource"),
          Map.entry("GET /web/{file} 500", "it only reads a resource"));

  private static final String DOCUMENTS = "{\"query\":\"q\",\"documents\":[\"1\"]%s}";
  private static final String PAIRS = "{\"text_1\":\"q\",\"text_2\":\"1\"%s}";
  private static final String LONG = "x".repeat(50_000);

  private final Set<String> seen = new TreeSet<>();
  private final Set<String> documented = new TreeSet<>();

  private interface Asking {
    void of(TestServer server) throws Exception;
  }

  @Test
  void areAllGiven() throws Exception {
    on(config(Limits.DEFAULT, ApiKeys.NONE), catalog(), this::askRightAndWrong);
    on(config(Limits.DEFAULT, ApiKeys.of(List.of("secret"))), catalog(), this::askWithoutKey);
    on(config(narrow(), ApiKeys.NONE), catalog(), this::askTooMuchAndTooSlowly);
    on(config(Limits.DEFAULT, ApiKeys.NONE), failing(), this::askAll);
    on(config(Limits.DEFAULT, ApiKeys.NONE), overloaded(), this::askAll);
    on(config(Limits.DEFAULT, ApiKeys.NONE), crashing(), this::askAll);
    on(
        config(Limits.DEFAULT, ApiKeys.NONE),
        catalog(),
        server -> {
          server.server().drain();
          askAll(server);
        });

    Set<String> missing = new TreeSet<>(documented);
    missing.removeAll(seen);
    assertThat(missing)
        .as("openapi.yaml lists them; provoke each here, or give the reason in NOT_PROVOKED")
        .isEqualTo(new TreeSet<>(NOT_PROVOKED.keySet()));
  }

  private void on(ServerConfig config, Catalog catalog, Asking asking) throws Exception {
    try (catalog;
        TestServer server = TestServer.start(config, Api.service(config, catalog))) {
      asking.of(server);
      seen.addAll(server.check().seen());
      documented.addAll(server.check().documented());
    }
  }

  private static ServerConfig config(Limits limits, ApiKeys keys) {
    return new ServerConfig(
        "127.0.0.1", 0, keys, false, List.of("*"), limits, Duration.ofSeconds(5), Duration.ZERO);
  }

  private static Limits narrow() {
    Duration patience = Duration.ofSeconds(20);
    return new Limits(10, 1000, patience, patience, Duration.ofMillis(100), patience);
  }

  private static Catalog catalog() {
    var reranker = new FakeReranker();
    return catalog(
        (_, _) -> reranker, found("one"), found("a/two"), found("b/two"), rejected("broken", "no"));
  }

  private static Catalog failing() {
    return catalog((_, _) -> new FailingReranker(new EngineFailure("our fault")), found("one"));
  }

  private static Catalog crashing() {
    return catalog(
        (_, _) -> {
          throw new IllegalStateException("/srv/models is on fire");
        },
        found("one"));
  }

  private static Catalog overloaded() {
    var full = new Overloaded("full", Duration.ofSeconds(1));
    return catalog((_, _) -> new FailingReranker(full), found("one"));
  }

  private static Catalog catalog(podium.Reranker.Opener opener, Listing... listings) {
    return new Catalog(
        () -> List.of(listings), Optional.of("one"), RerankerOptions.DEFAULT, opener);
  }

  /// The targets of all routes that the document has, by method.
  private static Stream<String> targets(TestServer server, String method) {
    return server.check().documented().stream()
        .filter(answer -> answer.startsWith(method + " "))
        .map(answer -> answer.split(" ", -1)[1])
        .distinct();
  }

  private static List<String> gets(TestServer server) {
    return targets(server, "GET")
        .map(path -> path.replace("{id}", "one").replace("{file}", "app.js"))
        .toList();
  }

  private static List<String> posts(TestServer server) {
    return targets(server, "POST").map(path -> path.replace("{id}", "one")).toList();
  }

  /// Those that do something to a model.
  private static List<String> actions(TestServer server) {
    return targets(server, "POST").filter(path -> path.contains("{id}")).toList();
  }

  private static String body(String path, String more) {
    return (path.endsWith("score") ? PAIRS : DOCUMENTS).formatted(more);
  }

  private void askAll(TestServer server) throws Exception {
    for (String path : gets(server)) {
      server.get(path);
    }
    server.get("/v1/models/unknown");
    server.get("/web/unknown.js");
    for (String path : posts(server)) {
      server.post(path, body(path, ""));
    }
  }

  private void askRightAndWrong(TestServer server) throws Exception {
    askAll(server);
    server.get("/", "If-None-Match", "*");
    server.get("/web/app.js", "If-None-Match", "*");
    server.get("/v1/models/two");
    server.get("/v1/models/broken");
    for (String action : actions(server)) {
      server.post(action.replace("{id}", "two"), "");
      server.post(action.replace("{id}", "unknown"), "");
    }
    server.get("/unknown");
    server.post("/health", "{}");
    server.raw(
        """
        OPTIONS /info HTTP/1.1\r
        Host: x\r
        Origin: http://x\r
        Access-Control-Request-Method: GET\r
        \r
        """);
    for (String path : posts(server)) {
      server.post(path, "[]");
      server.post(path, body(path, ",\"model\":\"unknown\""));
      server.post(path, body(path, ",\"model\":\"broken\""));
      server.post(path, "{}", "Content-Type", "text/plain");
      askInBadHttp(server, "POST", path);
    }
    for (String path : gets(server)) {
      askInBadHttp(server, "GET", path);
    }
    askInBadHttp(server, "GET", "/unknown");
  }

  private static void askInBadHttp(TestServer server, String method, String path) throws Exception {
    String start = method + " " + path;
    server.raw(start + " HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
    server.raw(start + "?" + LONG + " HTTP/1.1\r\nHost: x\r\n\r\n");
    server.raw(start + " HTTP/1.1\r\nHost: x\r\nX: " + LONG + "\r\n\r\n");
  }

  private void askWithoutKey(TestServer server) throws Exception {
    askAll(server);
    server.get("/unknown");
    for (String action : actions(server)) {
      server.post(action.replace("{id}", "one"), "", "X-API-Key", "secret");
    }
    server.post("/v1/models/one", "", "X-API-Key", "secret");
  }

  private void askTooMuchAndTooSlowly(TestServer server) throws Exception {
    for (String path : posts(server)) {
      server.post(path, LONG);
      server.raw("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{}");
    }
  }
}
