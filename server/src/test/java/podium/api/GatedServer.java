package podium.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;
import podium.runtime.GatedOpener;

/// A server with one worker on a tiny model, whose batches of at most [#BATCH_TOKENS] tokens begin
/// and then wait until the test lets them through.
final class GatedServer implements AutoCloseable {

  static final int BATCH_TOKENS = 512;

  private static final Path MODELS =
      Path.of("..", "core", "src", "test", "resources", "golden", "models");

  private final GatedOpener gate = new GatedOpener();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Catalog catalog;
  private final TestServer http;

  private GatedServer(Limits limits, RerankerOptions options) throws IOException {
    var scan = new ModelScan(List.of(MODELS.toRealPath()));
    catalog = new Catalog(scan, Optional.of("bert"), options, gate);
    var config = TestServer.config(limits);
    http = TestServer.start(config, Api.service(config, catalog));
  }

  static GatedServer start() throws IOException {
    return start(Limits.DEFAULT, 4_000_000, 0);
  }

  static GatedServer start(Limits limits, long queueTokens, long cachedScores) throws IOException {
    var options =
        new RerankerOptions(
            Optional.empty(),
            RerankerOptions.DEFAULT.specialTokens(),
            1,
            1,
            BATCH_TOKENS,
            queueTokens);
    return new GatedServer(limits, options.withCachedScores(cachedScores));
  }

  GatedOpener gate() {
    return gate;
  }

  TestServer http() {
    return http;
  }

  /// Documents of a length that depends on their number, no two alike.
  static String documents(String about, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"%s %d %s\"".formatted(about, i, "city ".repeat(10 + i % 30)))
        .collect(Collectors.joining(","));
  }

  /// A request for that many documents.
  static String body(String about, int documents) {
    return "{\"query\":\"where?\",\"return_documents\":false,\"documents\":[%s]}"
        .formatted(documents(about, documents));
  }

  /// Sends a request and does not wait.
  Future<HttpResponse<String>> post(String body) {
    return threads.submit(() -> http.post("/v1/rerank", body));
  }

  /// Sends a request on a connection of its own, which the caller may close.
  Socket postOnSocket(String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Socket socket = http.connect();
    socket
        .getOutputStream()
        .write(
            "POST /v1/rerank HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
                .formatted(bytes.length)
                .getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return socket;
  }

  /// The value of a series of the model.
  double metric(String name) throws Exception {
    String text = http.get("/metrics").body();
    var line =
        Pattern.compile("(?m)^podium_%s\\{model=\"bert\"} (\\S+)$".formatted(name)).matcher(text);
    assertThat(line.find()).as("%s in %s", name, text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /// Looks at a series until it is as expected, for at most 20 s.
  void awaitMetric(String name, DoublePredicate expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (double value = metric(name); !expected.test(value); value = metric(name)) {
      assertThat(System.nanoTime()).as("%s stays %s", name, value).isLessThan(deadline);
    }
  }

  static Limits withTimeout(Duration timeout) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        usual.maxDocuments(),
        usual.maxBodyBytes(),
        timeout,
        usual.headerTimeout(),
        usual.bodyTimeout(),
        usual.connectionIdleTimeout());
  }

  @Override
  public void close() throws IOException {
    gate.open();
    catalog.close();
    threads.shutdownNow();
    http.close();
  }
}
