package podium.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.config.Limits;

class ConnectionsTest {

  private static final Limits IMPATIENT =
      new Limits(
          10,
          1000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1));

  private final Semaphore mayAnswer = new Semaphore(0);
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    Endpoint slow =
        call -> {
          mayAnswer.acquireUninterruptibly();
          return Answer.json(json -> json.writeStringField("path", call.path()));
        };
    Endpoint fast = call -> Answer.json(json -> json.writeStringField("path", call.path()));
    server =
        TestServer.start(
            TestServer.config(IMPATIENT),
            List.of(Route.get("/slow", slow), Route.get("/fast/*", fast)));
  }

  @AfterEach
  void stop() throws Exception {
    mayAnswer.release(1000);
    server.close();
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Test
  void aConnectionThatSendsNothingIsClosed() throws Exception {
    try (Socket socket = server.connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aByteNowAndThenDoesNotKeepAConnectionOpen() throws Exception {
    try (Socket socket = server.connect()) {
      Thread dripping = Thread.ofVirtual().start(() -> drip(socket));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);

      dripping.join();
    }
  }

  /// Writes until the connection is closed, which the next write but one then notices.
  private static void drip(Socket socket) {
    try {
      while (true) {
        write(socket, "x");
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (SocketException e) {
      // closed, as it should be
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aConnectionIsKeptForTheNextRequestAndThenClosed() throws Exception {
    try (Socket socket = server.connect()) {
      write(socket, "GET /fast/1 HTTP/1.1\r\nHost: x\r\n\r\n");
      var in = socket.getInputStream();
      byte[] first = in.readNBytes(10);
      write(socket, "GET /fast/2 HTTP/1.1\r\nHost: x\r\n\r\n");

      String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 2");
      assertThat(rest).contains("/fast/1", "/fast/2");
    }
  }

  @Test
  void aConnectionOutlivesAnswersThatTookNoTime() throws Exception {
    try (Socket socket = server.connect()) {
      write(socket, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      write(socket, "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
      write(socket, "GET /fast/1 HTTP/1.1\r\nHost: x\r\n\r\n");

      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(all).doesNotContainIgnoringCase("connection: close").contains("/fast/1");
    }
  }

  @Test
  void noTimeoutRunsWhileARequestIsBeingAnswered() throws Exception {
    try (Socket socket = server.connect()) {
      write(socket, "GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      try (Socket idle = server.connect()) { // is closed after a connection's full patience
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket idle = server.connect()) {
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
      }

      mayAnswer.release();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void anAnswerThatNobodyTakesIsDropped() throws Exception {
    int size = 50_000_000;
    Answer large = Answer.json(json -> json.writeStringField("x", "x".repeat(size)));
    var limits =
        new Limits(
            10,
            1000,
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofMillis(100),
            Duration.ofSeconds(10));
    try (var other =
            TestServer.start(TestServer.config(limits), List.of(Route.get("/large", _ -> large)));
        Socket socket = other.connect()) {
      write(socket, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      try (Socket clock = other.connect()) { // is closed after 3 s, the other after 2.2 s
        assertThat(clock.getInputStream().read()).isEqualTo(-1);
      }

      assertThat(readUntilClosed(socket)).isLessThan(size);
    }
  }

  private static long readUntilClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketException e) {
      return 0; // reset
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws Exception {
    try (Socket socket = server.connect()) {
      write(
          socket,
          "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".repeat(2)
              + "GET /fast/3 HTTP/1.1\r\nHost: x\r\n\r\n");
      mayAnswer.release(2);

      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(all).matches("(?s).*\"/slow\".*\"/slow\".*\"/fast/3\".*");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /fast/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
        "GET /fast/1 HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n",
        "GET /fast/1 HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET /fast/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n",
      })
  void behindALastAnswerNothingIsAnswered(String request) throws Exception {
    try (Socket socket = server.connect()) {
      write(socket, request + "GET /fast/2 HTTP/1.1\r\nHost: x\r\n\r\n");

      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(all).containsIgnoringCase("connection: close").doesNotContain("/fast/2");
    }
  }

  @Test
  void aClientThatGoesAwayInterruptsItsRequest() throws Exception {
    var began = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Endpoint patient =
        _ -> {
          began.countDown();
          try {
            TimeUnit.HOURS.sleep(1);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return Answer.json(_ -> {});
        };
    try (var other =
        TestServer.start(TestServer.config(Limits.DEFAULT), List.of(Route.post("/", patient)))) {
      try (Socket socket = other.connect()) {
        write(socket, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();
      }

      assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }
  }
}
