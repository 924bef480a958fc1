package podium.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import podium.cli.Podium;

/// Reads one page and does what it says, in a home of its own: types its commands into bash. A
/// `podium serve` goes on until the next one or the end of the page, and gets the requests that
/// follow.
final class Reader implements AutoCloseable {

  private static final Pattern SERVE =
      Pattern.compile("(\\w+=\\S+ )*(\\./)?podium serve\\b(?!.*--help).*", Pattern.DOTALL);

  /// Of other packages than the standard library's.
  private static final Pattern FOREIGN_IMPORT =
      Pattern.compile("(?m)^(?:import|from) (?!json\\b|urllib\\b|sys\\b|os\\b)");

  private static final int PATIENCE_SECONDS = 120;

  private final Path home;
  private final Map<String, String> environment;
  private final Function<String, URI> alreadyRunning;
  private Optional<StartedServer> server = Optional.empty();
  private int files;

  /// @param home an empty folder
  /// @param hub where models are got
  /// @param alreadyRunning the server that gets a command's requests on a page that starts none
  Reader(Path home, String hub, Function<String, URI> alreadyRunning) throws IOException {
    this.home = home;
    this.alreadyRunning = alreadyRunning;
    Path bin = Files.createDirectory(home.resolve("bin"));
    this.environment =
        Map.of(
            "HOME",
            home.toString(),
            "PATH",
            bin + ":" + System.getenv("PATH"),
            "LANG",
            "C.UTF-8",
            "XDG_CACHE_HOME",
            cache(),
            "HF_ENDPOINT",
            hub,
            "PODIUM_PORT",
            "0");
    install(bin.resolve("podium"));
    Files.copy(bin.resolve("podium"), home.resolve("podium"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(
        home.resolve("documents.txt"),
        """
        Photosynthesis turns light, water and carbon dioxide into sugar.
        The forecast says that it will rain.
        """);
  }

  /// The command line as the launcher runs it, but for what was not packaged yet.
  private static void install(Path launcher) throws IOException {
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
          -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -Duser.home="$HOME" \\
          -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Podium.class.getName()));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  /// Native libraries and the embedded model need not be unpacked for each page.
  private static String cache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache").toString());
  }

  /// What the command prints to standard output.
  String type(String command) throws IOException, InterruptedException {
    if (!SERVE.matcher(command).matches()) {
      return run("bash", "-euc", atServer(command));
    }
    close();
    server = Optional.of(StartedServer.start(command, builder(), newFile("log")));
    return "";
  }

  /// What the program prints; nothing if it needs packages, because then it is only compiled.
  String python(String program) throws IOException, InterruptedException {
    Path file = Files.writeString(newFile("py"), atServer(program));
    return FOREIGN_IMPORT.matcher(program).find()
        ? run("python3", "-m", "py_compile", file.toString())
        : run("python3", file.toString());
  }

  private String atServer(String text) {
    URI uri =
        server.map(StartedServer::wire).map(wire -> wire.uri()).orElse(alreadyRunning.apply(text));
    int documented = server.map(StartedServer::port).orElse(8000);
    return text.replaceAll("(127\\.0\\.0\\.1|localhost):" + documented, uri.getAuthority());
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path out = newFile("out");
    Path err = newFile("err");
    Process process =
        builder()
            .command(List.of(command))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = Files.readString(out);
    assertThat(ended ? process.exitValue() : -1)
        .as("%s%n%s%n%s", command[command.length - 1], text, Files.readString(err))
        .isZero();
    return text;
  }

  private ProcessBuilder builder() {
    var builder = new ProcessBuilder().directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private Path newFile(String kind) throws IOException {
    Path folder = Files.createDirectories(home.resolve(".files"));
    return folder.resolve("%d.%s".formatted(files++, kind));
  }

  @Override
  public void close() throws IOException {
    if (server.isPresent()) {
      server.get().close();
      server = Optional.empty();
    }
  }
}
