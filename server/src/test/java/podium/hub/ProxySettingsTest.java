package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {

  private static final URI HUB = URI.create("https://huggingface.co/x");

  @TempDir private Path models;

  @Test
  void eachSchemeHasItsOwn() {
    var proxies = ProxySettings.of(Map.of("HTTPS_PROXY", "http://one:1", "http_proxy", "two:2"));

    assertThat(proxies.proxyFor(HUB)).contains(URI.create("http://one:1"));
    assertThat(proxies.proxyFor(URI.create("http://mirror/x")))
        .contains(URI.create("http://two:2"));
  }

  @Test
  void oneMayBeForAll() {
    assertThat(ProxySettings.of(Map.of("ALL_PROXY", "http://all:3")).proxyFor(HUB))
        .contains(URI.create("http://all:3"));
  }

  @ParameterizedTest
  @CsvSource({
    "huggingface.co, true",
    ".co, true",
    "*.huggingface.co, true",
    "other.org, false",
    "gface.co, false",
    "*, true",
    "' other.org , HUGGINGFACE.co ', true",
    "huggingface.co:443, true",
    "'', false"
  })
  void someHostsNeedNone(String direct, boolean isDirect) {
    var proxies = ProxySettings.of(Map.of("HTTPS_PROXY", "http://one:1", "NO_PROXY", direct));

    assertThat(proxies.proxyFor(HUB).isEmpty()).isEqualTo(isDirect);
  }

  @Test
  void oneThatIsNoneIsNamedWithoutItsPassword() {
    assertThatThrownBy(() -> ProxySettings.of(Map.of("HTTPS_PROXY", "socks5://me:secret@x:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "HTTPS_PROXY must be the URL of an HTTP proxy such as http://proxy.example.com:3128");
  }

  @Test
  void theHubIsAskedThroughIt() throws Exception {
    try (var pull = new PullFixture(models);
        var proxy =
            RawServer.start(
                "127.0.0.1",
                (request, answer) -> {
                  boolean known = !request.header("Proxy-Authorization").isEmpty();
                  answer.head(
                      known ? 403 : 407,
                      Map.of(
                          "Proxy-Authenticate",
                          "Basic realm=\"x\"",
                          "Content-Length",
                          "0",
                          "X-Error-Message",
                          request.target() + " " + request.header("Proxy-Authorization")));
                })) {
      var url = URI.create(proxy.uri().replace("//", "//user:p%40ss@"));
      var settings =
          new HubSettings(
              URI.create("http://hub.invalid"),
              Optional.empty(),
              false,
              ProxySettings.of(Map.of("HTTP_PROXY", url.toString())));
      var puller = new Puller(settings, pull.quiet());

      assertThatThrownBy(() -> puller.pull(HubName.parse("a/b"), models))
          .hasMessage(
              "the hub does not let us have a/b: http://hub.invalid/api/models/a/b/revision/main?blobs=true"
                  + " Basic dXNlcjpwQHNz");
    }
  }
}
