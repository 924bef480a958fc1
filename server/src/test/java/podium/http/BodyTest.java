package podium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.http.ErrorAssert.assertRefused;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.config.Limits;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyTest {

  private static final int MAX_BODY = 1_000_000;
  private static final String TOO_LONG = "the body is longer than the limit of 1000000 bytes";
  private static final Limits LIMITS =
      new Limits(
          10,
          MAX_BODY,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10));

  private static final Endpoint MIRROR =
      call ->
          Answer.json(json ->
              json.writeStringField("body", new String(call.body(), StandardCharsets.UTF_8)));

  private TestServer server;

  @BeforeAll
  void start() throws Exception {
    server = TestServer.start(TestServer.config(LIMITS), List.of(Route.post("/mirror", MIRROR)));
  }

  @AfterAll
  void stop() throws Exception {
    server.close();
  }

  @Test
  void arrivesWholeUpToTheLimit() throws Exception {
    String body = "ä".repeat(MAX_BODY / 2);

    var response = server.post("/mirror", body);

    assertThat(TestServer.json(response).path("body").asText()).isEqualTo(body);
  }

  @Test
  void arrivesWholeInChunksWithoutALength() throws Exception {
    byte[] body = "x".repeat(MAX_BODY).getBytes(StandardCharsets.UTF_8);

    var response =
        server.post("/mirror", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

    assertThat(TestServer.json(response).path("body").asText()).hasSize(MAX_BODY);
  }

  @Test
  void oneByteTooManyIsA413() throws Exception {
    var response = server.post("/mirror", "x".repeat(MAX_BODY + 1));

    assertRefused(response, 413, "body_too_large", TOO_LONG);
  }

  @Test
  void oneByteTooManyInChunksIsA413() throws Exception {
    byte[] body = new byte[MAX_BODY + 1];

    var response =
        server.post("/mirror", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

    assertRefused(response, 413, "body_too_large", TOO_LONG);
  }

  @Test
  void aClientThatSendsForeverGetsItsAnswer() throws Exception {
    byte[] chunk =
        "10000\r\n%s\r\n".formatted("x".repeat(0x10000)).getBytes(StandardCharsets.UTF_8);
    try (Socket socket = server.connect()) {
      var out = socket.getOutputStream();
      out.write(
          "POST /mirror HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.UTF_8));
      for (int sent = 0; sent < 3 * MAX_BODY; sent += chunk.length) {
        out.write(chunk);
      }

      String response = TestServer.response(socket);

      assertRefused(response, 413, "body_too_large", TOO_LONG);
    }
  }

  @Test
  void aLengthBeyondTheLimitIsRefusedBeforeAnythingIsSent() throws Exception {
    String response =
        server.raw(
            """
            POST /mirror HTTP/1.1\r
            Host: localhost\r
            Content-Length: 9999999999999\r
            Expect: 100-continue\r
            \r
            """);

    assertRefused(response, 413, "body_too_large", TOO_LONG);
  }

  @Test
  void whoAsksMayGoOn() throws Exception {
    try (Socket socket = server.connect()) {
      socket
          .getOutputStream()
          .write(
              "POST /mirror HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
      byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 100 ".length());

      assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 100 ");
    }
  }

  @Test
  void whoSpeaksHttp10CannotAsk() throws Exception {
    String response =
        server.raw("POST /mirror HTTP/1.0\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n{}");

    assertThat(response).startsWith("HTTP/1.0 200 ");
  }

  @Test
  void aBodyThatDoesNotComeIsA408() throws Exception {
    Duration patience = Duration.ofSeconds(10);
    var limits = new Limits(10, MAX_BODY, patience, patience, Duration.ofMillis(200), patience);
    try (var impatient =
        TestServer.start(TestServer.config(limits), List.of(Route.post("/mirror", MIRROR)))) {
      String response =
          impatient.raw("POST /mirror HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{}");

      assertRefused(response, 408, "body_timeout", "the body did not arrive within 200 ms");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=utf-8",
        "APPLICATION/JSON;charset=\"UTF-8\"",
        "application/vnd.api+json",
        "text/json",
        ""
      })
  void contentTypeMayBeAnyKindOfJson(String type) throws Exception {
    assertThat(server.post("/mirror", "{}", "Content-Type", type).statusCode()).isEqualTo(200);
  }

  @Test
  void contentTypeMayBeMissing() throws Exception {
    assertThat(server.post("/mirror", "{}").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x"
      })
  void anotherContentTypeIsA415(String type) throws Exception {
    var response = server.post("/mirror", "{}", "Content-Type", type);

    assertRefused(
        response,
        415,
        "unsupported_media_type",
        "content type must be application/json, but is " + type);
    assertThat(response.headers().firstValue("Accept")).hasValue("application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "gzip, identity", "nonsense"})
  void aCompressedBodyIsA415(String coding) throws Exception {
    var response = server.post("/mirror", "{}", "Content-Encoding", coding);

    assertRefused(
        response,
        415,
        "unsupported_media_type",
        "the body must not be compressed, but its content encoding is " + coding);
    assertThat(response.headers().firstValue("Accept-Encoding")).hasValue("identity");
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", ""})
  void identityIsNoCompression(String coding) throws Exception {
    assertThat(server.post("/mirror", "{}", "Content-Encoding", coding).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Type: application/json, Content-Type: text/plain",
    "Content-Encoding: identity, Content-Encoding: gzip",
  })
  void theSecondOfTwoHeadersCountsToo(String first, String second) throws Exception {
    String response =
        server.raw(
            "POST /mirror HTTP/1.1\r\nHost: x\r\n%s\r\n%s\r\nContent-Length: 2\r\n\r\n{}"
                .formatted(first, second));

    assertThat(response).startsWith("HTTP/1.1 415 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "identity",
        "gzip, chunked",
        "chunked, chunked",
        "chunked\r\nTransfer-Encoding: x",
        "chunked\r\nTransfer-Encoding: chunked",
      })
  void anotherTransferEncodingThanChunkedIsA400(String encoding) throws Exception {
    String response =
        server.raw(
            "POST /mirror HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: %s\r\n\r\n0\r\n\r\n"
                .formatted(encoding));

    assertRefused(
        response,
        400,
        "malformed_http",
        "the transfer encoding must be chunked, but is "
            + encoding.replace("\r\nTransfer-Encoding: ", ", "));
    assertThat(response).containsIgnoringCase("\r\nconnection: close\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "Chunked"})
  void extensionsAndTrailersOfChunksAreSkipped(String encoding) throws Exception {
    String response =
        server.raw(
            "POST /mirror HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: %s\r\n\r\n2;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n"
                .formatted(encoding));

    assertThat(response).startsWith("HTTP/1.1 200 ").endsWith("{\"body\":\"{}\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/html", "nonsense", ""})
  void acceptIsIgnored(String accept) throws Exception {
    var response = server.post("/mirror", "{}", "Accept", accept);

    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Length: abc",
    "Content-Length: -1",
    "Content-Length: 3\\r\\nContent-Length: 4",
    "Content-Length : 3",
    "Bad Header: 1",
    "Host: other",
    "Content-Length: 2\\r\\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: identity",
  })
  void headersThatTwoReadersMayReadDifferentlyAreA400(String header) throws Exception {
    String response =
        server.raw(
            "POST /mirror HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n{}\r\n\r\n"
                .formatted(header.replace("\\r\\n", "\r\n")));

    assertThat(response).startsWith("HTTP/1.1 400 ").contains("\"code\":\"malformed_http\"");
  }

  @Test
  void aBrokenChunkIsA400() throws Exception {
    String response =
        server.raw(
            "POST /mirror HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n");

    assertRefused(response, 400, "malformed_http", "the body ended too early");
  }

  @Test
  void bytesThatAreNoHttpAreA400() throws Exception {
    byte[] noise = new byte[5_000];
    new Random(7).nextBytes(noise);
    noise[4_999] = '\n';

    assertThat(server.raw(noise)).matches("(?s)HTTP/1.[01] 4(00|14|31) .*\"error\":.*");
  }

  @Test
  void aRequestLineWithoutEndIsA414() throws Exception {
    String response =
        server.raw("GET /%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted("x".repeat(9_000)));

    assertRefused(response, 414, "uri_too_long", "the request line is too long");
  }

  @Test
  void headersWithoutEndAreA431() throws Exception {
    String response =
        server.raw("GET / HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n".formatted("x".repeat(40_000)));

    assertRefused(response, 431, "headers_too_large", "the headers are too long");
  }

  @Test
  void withoutAHostItIsA400() throws Exception {
    String response = server.raw("GET /mirror HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(response).startsWith("HTTP/1.1 400 ").contains("\"code\":\"malformed_http\"");
  }

  @Test
  void theServerGoesOnAfterAllThat() throws Exception {
    for (int i = 0; i < 20; i++) {
      server.raw("\0\1\2\n\n");
      server.post("/mirror", "x".repeat(MAX_BODY + 1));
    }

    assertThat(server.post("/mirror", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void tooManyBodiesAtOnceAreA429ThatSaysWhenToComeBack() throws Exception {
    var memory = new BodyMemory(MAX_BODY, System::nanoTime);
    try (var full =
            TestServer.start(
                TestServer.config(LIMITS), List.of(Route.post("/mirror", MIRROR)), memory);
        Socket slow = full.connect()) {
      String most = "x".repeat(MAX_BODY - 1);
      slow.getOutputStream()
          .write(
              ("POST /mirror HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n".formatted(MAX_BODY)
                      + most)
                  .getBytes(StandardCharsets.UTF_8));

      while (memory.bytes() < most.length()) {
        Thread.onSpinWait(); // until the other body has come
      }

      var refused = full.post("/mirror", "{}");

      assertRefused(
          refused, 429, "overloaded", "too many request bodies are in memory, retry in 1 s");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
      slow.getOutputStream().write('x');
      assertThat(TestServer.response(slow)).startsWith("HTTP/1.1 200 ");
      assertThat(full.post("/mirror", "{}").statusCode()).isEqualTo(200);
    }
  }
}
