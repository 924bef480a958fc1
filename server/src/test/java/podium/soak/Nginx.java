package podium.soak;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// nginx with the configuration of `ops`, on a free port.
final class Nginx implements AutoCloseable {

  private static final Path CONFIGURATION = Path.of("..", "ops", "nginx.conf");
  private static final int PATIENCE_TRIES = 1000;

  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// The program, if this machine has it.
  static Optional<Path> program() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts it before `first` and `second`, which stand for those of the configuration.
  static Nginx start(Path program, Path folder, URI first, URI second)
      throws IOException, InterruptedException {
    int port = freePort();
    String site =
        Files.readString(CONFIGURATION)
            .replace("127.0.0.1:8000", "127.0.0.1:" + port)
            .replace("127.0.0.1:8001", first.getAuthority())
            .replace("127.0.0.1:8002", second.getAuthority());
    Files.writeString(folder.resolve("podium.conf"), site);
    Files.writeString(folder.resolve("nginx.conf"), main(folder));
    var nginx =
        new Nginx(
            new ProcessBuilder(
                    List.of(
                        program.toString(),
                        "-e",
                        folder.resolve("error.log").toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        folder.resolve("nginx.conf").toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("nginx.log").toFile())
                .start(),
            port);
    nginx.awaitListening(folder);
    return nginx;
  }

  /// What a distribution's nginx.conf has around the files of conf.d, with all files in `folder`.
  private static String main(Path folder) {
    return """
    daemon off;
    %spid %2$s/nginx.pid;
    events {}
    http {
      access_log off;
      client_body_temp_path %2$s/body; proxy_temp_path %2$s/proxy;
      fastcgi_temp_path %2$s/fastcgi; uwsgi_temp_path %2$s/uwsgi; scgi_temp_path %2$s/scgi;
      include %2$s/podium.conf;
    }
    """
        .formatted(isRoot() ? "user root root; " : "", folder);
  }

  /// Its workers would else be nobody, who may not enter our folder.
  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitListening(Path folder) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_TRIES && process.isAlive(); i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        Thread.sleep(20);
      }
    }
    throw new AssertionError(
        "nginx does not listen: " + Files.readString(folder.resolve("nginx.log")));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Its workers end with it.
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
