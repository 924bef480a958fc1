package podium.soak;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `podium serve` in a process of its own.
public final class PodiumProcess implements AutoCloseable {

  private static final List<String> FLAGS_OF_THE_LAUNCHER =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseCompactObjectHeaders");

  private final Process process;
  private final URI uri;

  private PodiumProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /// Starts it and waits until it listens.
  ///
  /// @param log gets what it writes to standard error
  public static PodiumProcess serve(File log, List<String> jvmFlags, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java("java"));
    command.addAll(FLAGS_OF_THE_LAUNCHER);
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "podium.cli.Podium"));
    command.addAll(List.of("serve", "--host", "127.0.0.1"));
    command.addAll(options);
    Process process = new ProcessBuilder(command).redirectError(log).start();
    BufferedReader out = process.inputReader();
    String first = out.readLine();
    if (first == null) {
      process.destroyForcibly();
      throw new IOException("the server did not start, see " + log);
    }
    Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {}));
    return new PodiumProcess(process, URI.create(first.replaceFirst(".* listens on ", "")));
  }

  /// A program of the JDK that runs us.
  static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  public URI uri() {
    return uri;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Ends it without a word, as a power cut would.
  public void kill() {
    process.destroyForcibly();
  }

  /// Asks it to stop and waits until it has.
  ///
  /// @return its exit code
  public int stop() throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the server does not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
