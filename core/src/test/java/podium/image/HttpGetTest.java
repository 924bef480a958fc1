package podium.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.ImagePolicy;
import podium.RerankException.InvalidRequest;

/// Answers that no well-behaved server sends, byte by byte.
class HttpGetTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void acceptsAnAnswerThatEndsWithTheConnection() throws IOException {
    String answer = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 200\r\n\r\nimage";

    assertThat(fetchFrom(answer)).isEqualTo("image".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nwrong\r\nshort",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nshort\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nshort"
      })
  void refusesABrokenAnswer(String answer) {
    assertRefused(answer);
  }

  @Test
  void refusesAnAnswerWithoutEndOfItsHeaders() {
    assertRefused("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(1_000));
    assertRefused("HTTP/1.1 200 OK\r\na: " + "b".repeat(100_000));
  }

  /// Fetches from a server that sends `answer` to anyone who connects.
  private byte[] fetchFrom(String answer) throws IOException {
    try (var listener = new ServerSocket(0, 5, LOOPBACK)) {
      Thread.ofVirtual().start(() -> serve(listener, answer));
      String url = "http://public.test:" + listener.getLocalPort();
      Network network =
          new Network(_ -> new InetAddress[] {LOOPBACK}, _ -> true, Network.PUBLIC.tls());
      return new ImageSource(ImagePolicy.DEFAULT.withUrls(true), network)
          .read(ImageReference.parse(url))
          .bytes();
    }
  }

  private static void serve(ServerSocket listener, String answer) {
    try (Socket socket = listener.accept()) {
      var request = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      assertThat(request.readLine()).isEqualTo("GET / HTTP/1.1");
      socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      return; // the client has hung up
    }
  }

  private void assertRefused(String answer) {
    assertThatThrownBy(() -> fetchFrom(answer))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageEndingWith("cannot be fetched: the connection failed");
  }
}
