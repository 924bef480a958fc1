package podium.web;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.http.ErrorAssert.assertRefused;

import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.http.Service;
import podium.http.TestServer;
import podium.http.Traffic;

/// How the page is sent; what it does is tested in the module `browser`.
class WebPageTest {

  private static final Path FOLDER = Path.of("src", "main", "resources", "podium", "web");

  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        TestServer.start(
            TestServer.config(Limits.DEFAULT, ApiKeys.of(List.of("a-key"))),
            new Service(WebPage.routes(), () -> true, Traffic.IGNORED));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  static List<String> files() {
    return WebPage.FILES;
  }

  @Test
  void isAPageAtTheRoot() throws Exception {
    var response = server.get("/");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(response.body()).startsWith("<!doctype html>").contains("<title>Podium</title>");
  }

  @Test
  void needsNoKey() throws Exception {
    assertThat(server.get("/").statusCode()).isEqualTo(200);
    assertThat(server.get("/web/app.js").statusCode()).isEqualTo(200);
    assertThat(server.get("/v1/models").statusCode()).isEqualTo(401);
  }

  @Test
  void consistsOfTheFilesThatAreThere() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(WebPage.FILES);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void letsNothingElseRun(String file) throws Exception {
    var headers = server.get("/web/" + file).headers();

    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'; ")
        .contains(
            "frame-ancestors 'none'", "connect-src 'self'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http", "*");
    assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
  }

  @ParameterizedTest
  @CsvSource({
    "app.js, text/javascript; charset=utf-8",
    "base.css, text/css; charset=utf-8",
    "podium.svg, image/svg+xml"
  })
  void filesHaveTheirType(String file, String type) throws Exception {
    assertThat(server.get("/web/" + file).headers().firstValue("Content-Type")).hasValue(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/web/nothing.js",
        "/web/",
        "/web/%2e%2e/%2e%2e/podium/tiny/config.json",
        "/web/../tiny/FILES",
        "/web/app.js/",
        "/web/App.js"
      })
  void thereIsNothingElse(String path) throws Exception {
    assertThat(server.get(path, "X-API-Key", "a-key").statusCode()).isEqualTo(404);
  }

  @Test
  void aFileThatIsNotThereIsNamedNowhere() throws Exception {
    assertRefused(server.get("/web/nothing.js"), 404, "unknown_route", "there is no such file");
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileIsSentAgainOnlyIfItHasChanged(String file) throws Exception {
    var first = server.get("/web/" + file);
    String tag = first.headers().firstValue("ETag").orElseThrow();

    assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
      var again = server.get("/web/" + file, "If-None-Match", known);
      assertThat(again.statusCode()).as(known).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.headers().firstValue("ETag")).hasValue(tag);
    }
    assertThat(server.get("/web/" + file, "If-None-Match", "\"other\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void headIsGetWithoutItsBody() throws Exception {
    var response = server.send(HttpRequest.newBuilder(server.uri("/")).HEAD());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("ETag")).isPresent();
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFileIsShortAndFetchesNothingFromElsewhere(String file) throws Exception {
    String text = Files.readString(FOLDER.resolve(file));

    assertThat(text.lines()).hasSizeLessThan(400);
    assertThat(text.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "//cdn");
  }

  @Test
  void thePageHasNoScriptOrStyleInIt() throws Exception {
    assertThat(server.get("/").body())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern("(?i)<style|\\sstyle=|\\son[a-z]+=|javascript:");
  }

  @Test
  void scriptsMakeNoMarkupOfTexts() throws Exception {
    for (String file : WebPage.FILES) {
      assertThat(Files.readString(FOLDER.resolve(file)))
          .as(file)
          .doesNotContain(
              "innerHTML",
              "outerHTML",
              "insertAdjacentHTML",
              "document.write",
              "eval(",
              "new Function");
    }
  }
}
