package podium.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import podium.RerankException.InvalidRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;
import podium.json.JsonException;
import podium.json.JsonObject;

/// Whatever is sent, the real server with the real embedded model answers 200 or 4xx in one shape,
/// and soon.
///
/// Each property tries as often as `src/test/resources/junit-platform.properties` says;
/// `-Djqwik.tries.default=2000` sends more than 100 000 requests.
class RequestFuzzTest {

  /// Requests in one try; those of which the server waits for the rest wait together.
  private static final int TOGETHER = 32;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// To those that have the page already.
  private static final int NOT_MODIFIED = 304;

  /// What `/` answers.
  private static final Pattern PAGE = Pattern.compile("(?i)\r\ncontent-type: text/html");

  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
  private static final int PATIENCE_MILLIS = 20_000;

  private static Catalog catalog;
  private static TestServer server;

  /// Soon hangs up on those who do not send the rest.
  private static TestServer impatient;

  @BeforeContainer
  static void start() throws Exception {
    catalog =
        new Catalog(
            new ModelScan(List.of()), Optional.empty(), RerankerOptions.DEFAULT, Reranker::open);
    server = start(limits(Duration.ofMinutes(1)));
    impatient = start(limits(Duration.ofMillis(150)));
  }

  private static TestServer start(Limits limits) throws IOException {
    var config = TestServer.config(limits);
    return TestServer.start(config, Api.service(config, catalog));
  }

  private static Limits limits(Duration patience) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        usual.maxDocuments(), 1 << 20, usual.requestTimeout(), patience, patience, patience);
  }

  @AfterContainer
  static void stop() throws Exception {
    server.close();
    impatient.close();
    catalog.close();
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void everyBodyIsAnswered(@ForAll("paths") String path, @ForAll("bodies") List<byte[]> bodies)
      throws Exception {
    all(
        bodies,
        body -> {
          HttpResponse<String> answer = server.post(path, BodyPublishers.ofByteArray(body));
          Answers.check(answer.statusCode(), answer.body());
        });
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void aRightRequestIsRanked(@ForAll("requests") String body) throws Exception {
    assertThat(server.post("/v1/rerank", body).statusCode()).isEqualTo(200);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void everythingThatIsNoRequestIsAnsweredOrHungUpOn(@ForAll("shapes") List<byte[]> shapes)
      throws Exception {
    all(shapes, RequestFuzzTest::send);
  }

  @Property(shrinking = ShrinkingMode.OFF)
  void theParserReadsOrRefuses(@ForAll("bodies") List<byte[]> bodies) {
    for (byte[] body : bodies) {
      try {
        assertThat(JsonObject.parse(body)).isNotNull();
      } catch (JsonException | InvalidRequest e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private interface Check {
    void of(byte[] bytes) throws Exception;
  }

  private static void all(List<byte[]> inputs, Check check) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> calls =
          inputs.stream()
              .<Callable<Void>>map(input ->
                  () -> {
                    named(input, check);
                    return null;
                  })
              .toList();
      for (Future<Void> result : threads.invokeAll(calls)) {
        result.get();
      }
    }
  }

  /// Instead of shrinking, which takes long where the server waits: says which of them it was.
  private static void named(byte[] input, Check check) {
    try {
      check.of(input);
    } catch (Exception | AssertionError e) {
      String text = new String(input, StandardCharsets.ISO_8859_1);
      throw new AssertionError("%s, for %s".formatted(e, JSON.valueToTree(text)), e);
    }
  }

  /// Sends `shape` and reads one answer, unless the server closes the connection without.
  private static void send(byte[] shape) throws IOException {
    try (Socket socket = impatient.connect()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(shape);
      String head = head(socket.getInputStream());
      while (head.startsWith("HTTP/1.1 100")) {
        head = head(socket.getInputStream());
      }
      if (!head.isEmpty()) {
        int status = Integer.parseInt(head.split(" ", 3)[1]);
        if (isHead(shape) || status == NOT_MODIFIED) {
          assertThat(status).as(head).isBetween(200, 499);
          return;
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        assertThat(length.find()).as(head).isTrue();
        byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length.group(1)));
        if (status != 200 || !PAGE.matcher(head).find()) {
          Answers.check(status, new String(body, StandardCharsets.UTF_8));
        }
      }
    }
  }

  /// Whether its answer has no body, whatever it says of its length.
  private static boolean isHead(byte[] shape) {
    return new String(shape, StandardCharsets.ISO_8859_1).startsWith("HEAD ");
  }

  /// The status line and headers; empty if the connection is closed.
  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = read(in);
      if (c < 0) {
        return "";
      }
      head.append((char) c);
    }
    return head.toString();
  }

  private static int read(InputStream in) throws IOException {
    try {
      return in.read();
    } catch (SocketException _) { // closed while we were still writing
      return -1;
    }
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of(
        "/v1/rerank",
        "/v2/rerank",
        "/rerank",
        "/v1/reranking",
        "/score",
        "/v1/models/podium-tiny/pin");
  }

  @Provide
  Arbitrary<String> requests() {
    return HostileBodies.request();
  }

  @Provide
  Arbitrary<List<byte[]>> bodies() {
    return HostileBodies.any().list().ofSize(TOGETHER);
  }

  @Provide
  Arbitrary<List<byte[]>> shapes() {
    return HttpShapes.any().list().ofSize(TOGETHER);
  }
}
