package podium.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.http.TestServer;

class PortCheckTest {

  private static Finding at(int port) {
    return new PortCheck("127.0.0.1", port).finding();
  }

  private static ServerSocket listening() throws Exception {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Test
  void aFreePortIsFine() throws Exception {
    int port;
    try (ServerSocket socket = listening()) {
      port = socket.getLocalPort();
    }

    assertThat(at(port)).isEqualTo(Finding.ok("port", "127.0.0.1:%d is free".formatted(port)));
  }

  private static void assertPodium(String what, ServerConfig config) throws Exception {
    try (Catalog catalog =
            new Catalog(
                new ModelScan(List.of()),
                Optional.empty(),
                RerankerOptions.DEFAULT,
                Reranker.opener());
        TestServer server = TestServer.start(config, Api.service(config, catalog))) {
      int port = server.uri("").getPort();

      assertThat(at(port))
          .isEqualTo(Finding.ok("port", "%s answers on 127.0.0.1:%d".formatted(what, port)));
    }
  }

  @Test
  void aPodiumIsKnownByItsAnswer() throws Exception {
    assertPodium("Podium development", TestServer.config(Limits.DEFAULT));
  }

  @Test
  void aPodiumThatWantsAKeyIsKnownByItsPage() throws Exception {
    ServerConfig open = TestServer.config(Limits.DEFAULT);
    var config =
        new ServerConfig(
            open.host(),
            open.port(),
            ApiKeys.of(List.of("secret")),
            open.publicWithoutKey(),
            open.corsOrigins(),
            open.limits(),
            open.shutdownGrace(),
            open.drainDelay());

    assertPodium("a Podium that wants a key", config);
  }

  @Test
  void anotherServerIsAWarning() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"name\": \"another\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();

      assertThat(at(port))
          .isEqualTo(
              Finding.warning(
                  "port",
                  "another HTTP server answers on 127.0.0.1:" + port,
                  "stop it, or choose another with podium serve --port"));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoSpeaksNoHttpIsAWarning() throws Exception {
    try (ServerSocket socket = listening()) {
      Thread.ofVirtual().start(() -> answerNonsense(socket));

      assertThat(at(socket.getLocalPort()).what())
          .isEqualTo(
              "another program, which speaks no HTTP, listens on 127.0.0.1:"
                  + socket.getLocalPort());
    }
  }

  private static void answerNonsense(ServerSocket socket) {
    while (true) {
      try (Socket connection = socket.accept()) {
        connection.getOutputStream().write("SSH-2.0-nonsense\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return; // closed, when the test is over
      }
    }
  }

  @Test
  void anAddressOfAnotherMachineCannotBeUsed() {
    Finding finding = new PortCheck("192.0.2.1", 8000).finding();

    assertThat(finding.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(finding.what()).startsWith("nobody can listen on 192.0.2.1:8000: ");
    assertThat(new PortCheck("127.0.0.1", 70_000).finding().verdict()).isEqualTo(Verdict.FAILED);
  }
}
