package podium.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.ImagePolicy;
import podium.ImagePolicy.Fetching;
import podium.RerankException.Cancelled;
import podium.RerankException.InvalidRequest;

/// Against a server on loopback, which the host name `public.test` leads to.
class UrlFetcherTest {

  private static final byte[] IMAGE = TestFiles.bytes("images/rgb.png");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<String> resolved = Collections.synchronizedList(new ArrayList<>());

  private HttpServer server;
  private Fetching limits = Fetching.DEFAULT;

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  @AfterEach
  void stopServer() {
    end.countDown();
    server.stop(0);
  }

  @Test
  void fetchesAnImage() throws IOException {
    assertThat(fetch("/image")).isEqualTo(IMAGE);
    assertThat(requests).containsExactly("GET /image Host: " + host() + " Accept: image/*");
  }

  @Test
  void keepsTheQueryAndEscapesOfTheUrl() throws IOException {
    assertThat(fetch("/image?a=b%20c&d=%C3%A4")).isEqualTo(IMAGE);
    assertThat(requests.getFirst()).startsWith("GET /image?a=b%20c&d=%C3%A4 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/chunked", "/type/image/webp", "/type/application/octet-stream"})
  void acceptsOtherWaysToSayTheSame(String path) throws IOException {
    assertThat(fetch(path)).isEqualTo(IMAGE);
  }

  @Test
  void refusesOtherStatusesAndTypes() {
    assertRefused(() -> fetch("/status/404"), "was answered with status 404");
    assertRefused(() -> fetch("/status/500"), "was answered with status 500");
    assertRefused(() -> fetch("/status/204"), "was answered with status 204");
    assertRefused(() -> fetch("/type/text/html"), "was answered with the type 'text/html'");
  }

  @Test
  void refusesMoreBytesThanTheLimit() {
    assertRefused(() -> fetch("/large"), "has more than the limit of 100000 bytes");
    assertRefused(() -> fetch("/endless"), "has more than the limit of 100000 bytes");
  }

  @Test
  void followsRedirects() throws IOException {
    assertThat(fetch("/redirect/301/image")).isEqualTo(IMAGE);
    assertThat(fetch("/redirect/302/redirect/303/redirect/307/redirect/308/image"))
        .isEqualTo(IMAGE);
    assertThat(fetch("/to?http://other.test:" + port() + "/image")).isEqualTo(IMAGE);
    assertThat(resolved).contains("public.test", "other.test");
  }

  @Test
  void refusesTooManyRedirects() {
    assertRefused(() -> fetch("/circle"), "is redirected more than 5 times");
    assertThat(requests).hasSize(6);
    assertRefused(() -> fetch("/nowhere"), "is redirected to nowhere");
  }

  @Test
  void refusesLoopbackByDefault() {
    String url = "http://127.0.0.1:" + port() + "/image";

    assertRefused(() -> standard().read(ImageReference.parse(url)), "private, local or reserved");
    assertThat(requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1", "2130706433", "10.0.0.1", "169.254.169.254", "[::1]"})
  void refusesARedirectToAPrivateAddressByDefault(String target) {
    Predicate<InetAddress> publicInternetAndTestServer =
        address -> address.getHostName().equals("public.test") || PublicAddresses.contains(address);
    String url = url("/to?http://%s:%d/image".formatted(target, port()));

    assertRefused(
        () -> fetch(url, publicInternetAndTestServer), "leads to a private, local or reserved");
    assertThat(requests).hasSize(1).allMatch(request -> request.startsWith("GET /to?"));
  }

  @Test
  void refusesAHostThatHasAPrivateAddressAmongOthers() {
    Network network =
        network(
            _ -> new InetAddress[] {LOOPBACK, InetAddress.ofLiteral("10.0.0.1")},
            address -> address.equals(LOOPBACK));

    assertRefused(() -> fetch(url("/image"), network), "private, local or reserved");
    assertThat(requests).isEmpty();
  }

  @Test
  void connectsToTheAddressThatWasCheckedWhateverTheNameMeansLater() throws IOException {
    Network network =
        network(
            host -> {
              resolved.add(host);
              boolean first = resolved.size() == 1;
              return new InetAddress[] {first ? LOOPBACK : InetAddress.ofLiteral("10.0.0.1")};
            },
            UrlFetcherTest::any);

    assertThat(fetch(url("/image"), network)).isEqualTo(IMAGE);
    assertThat(resolved).containsExactly("public.test");
  }

  @Test
  void triesTheNextAddressWhenOneDoesNotAnswer() throws IOException {
    InetAddress nobody = InetAddress.ofLiteral("127.0.0.99");
    Network network = network(_ -> new InetAddress[] {nobody, LOOPBACK}, UrlFetcherTest::any);

    assertThat(fetch(url("/image"), network)).isEqualTo(IMAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://other.test/a", "file:///etc/passwd", "jar:file:/a!/b"})
  void refusesARedirectToAnotherScheme(String target) {
    assertRefused(() -> fetch("/to?" + target), "is neither http nor https");
  }

  @Test
  void refusesUrlsThatNameNoPlainHost() {
    assertRefused(
        () -> fetch("http://user:secret@public.test/", UrlFetcherTest::any), "carries a user name");
    assertRefused(() -> fetch("http:///image", UrlFetcherTest::any), "has no valid host and port");
    assertRefused(() -> fetch("http:image", UrlFetcherTest::any), "has no valid host and port");
    assertRefused(
        () -> fetch("http://public.test:99999/", UrlFetcherTest::any),
        "has no valid host and port");
    assertRefused(
        () -> fetch("http://unknown.test/", UrlFetcherTest::any), "a host that cannot be found");
  }

  @Test
  void refusesWhenNobodyListens() throws IOException {
    int unused;
    try (var socket = new ServerSocket(0)) {
      unused = socket.getLocalPort();
    }

    assertRefused(
        () -> fetch("http://public.test:" + unused, UrlFetcherTest::any), "the connection failed");
  }

  @Test
  void givesUpWhenTheServerIsSilent() {
    limits = new Fetching(5, Duration.ofSeconds(5), Duration.ofMillis(50), Duration.ofMinutes(1));

    assertRefused(() -> fetch("/silent"), "was not answered in time");
    assertRefused(() -> fetch("/stalls"), "was not answered in time");
  }

  @Test
  void givesUpWhenEverythingTogetherTakesTooLong() {
    limits = new Fetching(5, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMillis(200));

    assertRefused(() -> fetch("/silent"), "took longer than 200 ms");
    assertRefused(() -> fetch("/stalls"), "took longer than 200 ms");
  }

  @Test
  void stopsWhenTheCallerIsInterrupted() throws Exception {
    var task = new FutureTask<>(() -> fetch("/silent"));
    Thread caller = Thread.ofVirtual().start(task);
    while (requests.isEmpty()) {
      Thread.onSpinWait();
    }

    caller.interrupt();

    assertThatThrownBy(() -> task.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Cancelled.class);
  }

  private byte[] fetch(String path) throws IOException {
    return fetch(url(path), UrlFetcherTest::any);
  }

  private byte[] fetch(String url, Predicate<InetAddress> reachable) throws IOException {
    return fetch(url, network(this::resolve, reachable));
  }

  private byte[] fetch(String url, Network network) throws IOException {
    ImagePolicy policy =
        ImagePolicy.DEFAULT.withUrls(true).withMaxBytes(100_000).withFetching(limits);
    return new ImageSource(policy, network).read(ImageReference.parse(url)).bytes();
  }

  private static ImageSource standard() throws IOException {
    return new ImageSource(ImagePolicy.DEFAULT.withUrls(true));
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    resolved.add(host);
    if (host.equals("public.test") || host.equals("other.test")) {
      return new InetAddress[] {InetAddress.getByAddress(host, LOOPBACK.getAddress())};
    }
    if (host.endsWith(".test")) {
      throw new UnknownHostException(host);
    }
    return InetAddress.getAllByName(host);
  }

  private static boolean any(InetAddress address) {
    return address != null;
  }

  private static Network network(Network.Resolver resolver, Predicate<InetAddress> reachable) {
    return new Network(resolver, reachable, Network.PUBLIC.tls());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestURI().toString();
      requests.add(
          "GET %s Host: %s Accept: %s"
              .formatted(
                  target,
                  exchange.getRequestHeaders().getFirst("Host"),
                  exchange.getRequestHeaders().getFirst("Accept")));
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith("/redirect/")) {
        redirect(exchange, Integer.parseInt(path.substring(10, 13)), path.substring(13));
      } else if (path.startsWith("/type/")) {
        send(exchange, 200, path.substring(6), IMAGE);
      } else if (path.startsWith("/status/")) {
        send(exchange, Integer.parseInt(path.substring(8)), "image/png", new byte[0]);
      } else {
        answerSpecial(exchange, path);
      }
    }
  }

  private void answerSpecial(HttpExchange exchange, String path) throws IOException {
    switch (path) {
      case "/image" -> send(exchange, 200, "image/png; q=1", IMAGE);
      case "/large" -> send(exchange, 200, "image/png", new byte[100_001]);
      case "/to" -> redirect(exchange, 302, exchange.getRequestURI().getQuery());
      case "/circle" -> redirect(exchange, 302, "circle");
      case "/nowhere" -> send(exchange, 302, "text/html", new byte[0]);
      case "/chunked" -> {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(IMAGE);
      }
      case "/endless" -> {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        while (end.getCount() > 0) { // until the client hangs up
          body.write(new byte[1_000]);
        }
      }
      case "/stalls" -> {
        exchange.sendResponseHeaders(200, 1_000);
        exchange.getResponseBody().write(new byte[10]);
        exchange.getResponseBody().flush();
        awaitEnd();
      }
      default -> awaitEnd();
    }
  }

  private static void redirect(HttpExchange exchange, int status, String target)
      throws IOException {
    exchange.getResponseHeaders().set("Location", target);
    send(exchange, status, "text/html", "moved".getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private String host() {
    return "public.test:" + port();
  }

  private String url(String path) {
    return "http://" + host() + path;
  }

  private interface Fetch {
    Object run() throws IOException;
  }

  private static void assertRefused(Fetch fetch, String reason) {
    assertThatThrownBy(fetch::run)
        .isInstanceOf(InvalidRequest.class)
        .hasMessageStartingWith("image URL '")
        .hasMessageContaining(reason);
  }
}
