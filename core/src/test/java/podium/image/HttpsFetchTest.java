package podium.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.ImagePolicy;
import podium.RerankException.InvalidRequest;

/// Against a TLS server on loopback that has a certificate of its own for `public.test`.
class HttpsFetchTest {

  private static final byte[] IMAGE = TestFiles.bytes("images/rgb.png");
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String PASSWORD = "password";

  private final List<String> names = Collections.synchronizedList(new ArrayList<>());

  private static SSLContext tls;

  private HttpsServer server;

  @BeforeAll
  static void makeKeys(@TempDir Path directory) throws Exception {
    tls = context(makeCertificate(directory.resolve("keys")));
  }

  @BeforeEach
  void startServer() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void fetchesAndTellsTheServerTheNameOfTheHost() throws IOException {
    assertThat(fetch("public.test", tls.getSocketFactory())).isEqualTo(IMAGE);
    assertThat(names).hasSize(1).allMatch(name -> name.contains("public.test"));
  }

  @Test
  void refusesACertificateForAnotherName() {
    assertRefused("other.test", tls.getSocketFactory());
  }

  @Test
  void refusesACertificateThatNobodyVouchesFor() {
    assertRefused("public.test", Network.PUBLIC.tls().get());
  }

  private void assertRefused(String host, SSLSocketFactory sockets) {
    assertThatThrownBy(() -> fetch(host, sockets))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(host)
        .hasMessageEndingWith("has no trusted TLS connection");
    assertThat(names).isEmpty();
  }

  private byte[] fetch(String host, SSLSocketFactory sockets) throws IOException {
    Network network = new Network(_ -> new InetAddress[] {LOOPBACK}, _ -> true, () -> sockets);
    String url = "https://%s:%d/image".formatted(host, server.getAddress().getPort());
    return new ImageSource(ImagePolicy.DEFAULT.withUrls(true), network)
        .read(ImageReference.parse(url))
        .bytes();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
      for (SNIServerName name : session.getRequestedServerNames()) {
        names.add(name.toString());
      }
      exchange.sendResponseHeaders(200, IMAGE.length);
      exchange.getResponseBody().write(IMAGE);
    }
  }

  private static Path makeCertificate(Path file) throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "test",
                "-keyalg",
                "EC",
                "-dname",
                "CN=public.test",
                "-ext",
                "san=dns:public.test",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(file).exists();
    return file;
  }

  private static SSLContext context(Path file) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    var trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }
}
