package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A hub that speaks TLS behind a proxy that wants a password. In a process of its own, as the JDK
/// looks only once whether passwords may be sent.
@Timeout(120)
class PullThroughProxyTest {

  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @Test
  void aHubBehindAProxyWithAPasswordIsReached() throws Exception {
    Path keys = keys();
    HttpsServer hub = hub(keys);
    try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(proxy));

      Process process = pull(keys, hub.getAddress().getPort(), proxy.getLocalPort());

      assertThat(process.errorReader().readLine())
          .startsWith("podium: there is no model org/name at https://localhost:");
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(2);
      assertThat(asked)
          .allMatch(
              line -> line.equals("CONNECT localhost:%d".formatted(hub.getAddress().getPort())))
          .isNotEmpty();
    } finally {
      hub.stop(0);
    }
  }

  private Process pull(Path keys, int hub, int proxy) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djavax.net.ssl.trustStore=" + keys,
            "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
            "-cp",
            System.getProperty("java.class.path"),
            "podium.cli.Podium",
            "pull",
            "org/name",
            "--models=" + folder.resolve("models"));
    builder.environment().put("HF_ENDPOINT", "https://localhost:" + hub);
    builder.environment().put("HTTPS_PROXY", "http://user:secret@127.0.0.1:" + proxy);
    builder.environment().put("NO_PROXY", "");
    builder.environment().put("HF_HOME", folder.toString());
    return builder.start();
  }

  private Path keys() throws Exception {
    Path keys = folder.resolve("keys");
    String command =
        "-genkeypair -alias hub -keyalg EC -dname CN=localhost -ext san=dns:localhost"
            + " -storetype PKCS12 -storepass %s -keystore %s".formatted(PASSWORD, keys);
    Process keytool =
        new ProcessBuilder(
                ("%s/bin/keytool ".formatted(System.getProperty("java.home")) + command)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.inputReader().lines().toList()).noneMatch(line -> line.contains("error"));
    assertThat(keytool.waitFor()).isZero();
    return keys;
  }

  /// Knows no model.
  private static HttpsServer hub(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer hub =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.setHttpsConfigurator(new HttpsConfigurator(context));
    hub.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("X-Error-Code", "RepoNotFound");
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    hub.start();
    return hub;
  }

  private void serve(ServerSocket proxy) {
    try {
      while (true) {
        Socket client = proxy.accept();
        Thread.ofVirtual().start(() -> tunnel(client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void tunnel(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      String head = head(in);
      while (!head.contains("Proxy-Authorization: Basic dXNlcjpzZWNyZXQ=")) {
        out.write(
            "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        head = head(in);
      }
      asked.add(head.substring(0, head.indexOf(" HTTP")));
      int port = Integer.parseInt(head.replaceAll("(?s)^CONNECT [^:]*:([0-9]+) .*", "$1"));
      try (Socket hub = new Socket(InetAddress.getLoopbackAddress(), port)) {
        out.write("HTTP/1.1 200 Go\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread there = Thread.ofVirtual().start(() -> pump(in, hub));
        hub.getInputStream().transferTo(out);
        there.interrupt();
      }
    } catch (IOException _) {
      // one of them has gone
    }
  }

  private static void pump(InputStream in, Socket hub) {
    try {
      in.transferTo(hub.getOutputStream());
      hub.shutdownOutput();
    } catch (IOException _) {
      // one of them has gone
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("the client has gone");
      }
      head.append((char) c);
    }
    return head.toString();
  }

  @Test
  void aHubThatDoesNotProveWhoItIsIsNotTrusted() throws Exception {
    HttpsServer hub = hub(keys());
    Path none = Files.createDirectory(folder.resolve("none"));
    var settings =
        HubSettings.of(
            Map.of("HF_ENDPOINT", "https://localhost:" + hub.getAddress().getPort()), none);
    try {
      assertThatThrownBy(() -> new Puller(settings, new Quiet()).needed(HubName.parse("org/name")))
          .isInstanceOf(HubException.Refused.class)
          .hasMessageStartingWith("localhost does not prove who it is: ");
    } finally {
      hub.stop(0);
    }
  }

  private static final class Quiet implements Progress {
    @Override
    public void say(String sentence) {}

    @Override
    public Track track(String file, long size) {
      throw new IllegalStateException("nothing comes");
    }
  }
}
