package podium.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.openapi.DriftCheck;
import podium.openapi.Wire;

/// What a `podium serve` of a page has started. What goes to and fro is checked against
/// `openapi.yaml`.
///
/// @param port where the page says that it listens
record StartedServer(Process process, Wire wire, int port) implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("--port[ =](\\d+)");
  private static final int USUAL_PORT = 8000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// @param environment runs bash; has the server listen on a free port where the command says none
  static StartedServer start(String command, ProcessBuilder environment, Path log)
      throws IOException {
    Matcher port = PORT.matcher(command);
    int documented = port.find() ? Integer.parseInt(port.group(1)) : USUAL_PORT;
    Process process =
        environment
            .command("bash", "-c", "exec env " + PORT.matcher(command).replaceAll("--port 0"))
            .redirectError(log.toFile())
            .start();
    BufferedReader out = process.inputReader();
    String first = out.readLine();
    if (first == null || !first.contains(" listens on ")) {
      process.destroyForcibly();
      throw new AssertionError("%s: %s%s".formatted(command, first, Files.readString(log)));
    }
    Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
    URI uri = URI.create(first.replaceFirst(".* listens on ", ""));
    var wire = new Wire(uri, DriftCheck.ofAllRoutes());
    awaitReady(wire.uri().resolve("/health/ready"));
    return new StartedServer(process, wire, documented);
  }

  /// What it was to load at start is there then.
  private static void awaitReady(URI probe) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        probe.toURL().openStream().close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      wire.close();
    } finally {
      stop();
    }
  }

  /// Ends it as Ctrl-C would.
  private void stop() {
    process.toHandle().destroy();
    try {
      assertThat(process.waitFor(PATIENCE)).as("the server ends").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as("exit code of the server").isZero();
  }
}
