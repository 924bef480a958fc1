package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandLineTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder;

  private CommandLine commandLine() {
    return Podium.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  /// Runs a command that must be refused before it begins.
  private void assertRefused(String message, String... args) {
    assertThat(commandLine().execute(args)).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("podium: %s%n".formatted(message));
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve --prot 9 | Unknown options: '--prot', '9'; see podium serve --help",
        "serve --port many | Invalid value for option '--port': 'many' is not an int; see podium serve --help",
        "serve --port 70000 | port must be in 0..65535, but is 70000",
        "serve --host 0.0.0.0 | host 0.0.0.0 can be reached from other machines and no API key is set: add --api-key-file or --api-key, or --public-without-key if that is meant",
        "serve --models /nowhere | models folder /nowhere does not exist",
        "serve --precision f64 | Invalid value for option '--precision': expected one of [AUTO, F32, BF16] (case-insensitive) but was 'f64'; see podium serve --help",
        "serve --workers -1 | workers must not be negative, but is -1",
        "serve --max-body 64xx | Invalid value for option '--max-body': '64xx' is not a size such as 64MiB; see podium serve --help",
        "serve --max-body 2GiB | max-body must be in 1..1073741824 bytes, but is 2147483648",
        "serve --timeout soon | Invalid value for option '--timeout': 'soon' is not a duration such as 60s; see podium serve --help",
        "serve --timeout 0 | timeout must be at least 1 ms, but is PT0S",
        "serve --api-key-file /nowhere | api-key-file /nowhere does not exist",
        "serve --image-root /nowhere | image root /nowhere is not a folder",
        "serve --max-image-bytes 2GiB | max-image-bytes must be in 1..1073741824, but is 2147483647",
        "serve --max-image-pixels 0 | max-image-pixels must be in 1..536870912, but is 0",
        "serve --max-shown-pixels 99 | max-shown-pixels must be at least 4096, but is 99",
        "rerank | --query or --query-image is needed",
        "rerank --query x --query-image /nowhere /etc/hostname | /nowhere cannot be read",
        "serve --admin-key-file /nowhere | admin-key-file /nowhere does not exist",
        "serve --admin-key a\u00e4 | an API key must be printable ASCII characters without spaces",
        "serve --memory-limit 0 | memory-limit must be at least 1 byte, but is 0",
        "serve --memory-limit much | Invalid value for option '--memory-limit': 'much' is not a size such as 64MiB; see podium serve --help",
        "serve --memory-limit 120% | Invalid value for option '--memory-limit': '120%' is not a share such as 80%; see podium serve --help",
        "serve --connection-idle-timeout 0 | connection-idle-timeout must be at least 1 ms, but is PT0S",
        "rerank --query x /nowhere | /nowhere does not exist",
        "rerank --query x --top-n 0 /nowhere | --top-n must be at least 1, but is 0",
        "dance | Unmatched argument at index 0: 'dance'; see podium --help",
      })
  void whatCannotBeStartedIsOneLineAndCode2(String command, String message) {
    assertRefused(message, command.split(" ", -1));
  }

  @Test
  void aPortInUseIsOneLineAndCode2() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertRefused(
          "cannot listen on 127.0.0.1:%s: Address already in use".formatted(port),
          "serve",
          "--port",
          port,
          "--models",
          folder.toString());
    }
  }

  @Test
  void aDefaultModelThatIsNotThereIsFoundOutAtStart() {
    assertRefused(
        "there is no model bge; there are: podium-tiny",
        "serve",
        "--port=0",
        "--default-model=bge",
        "--models=" + folder);
  }

  @Test
  void aModelToBePinnedThatIsNotThereIsFoundOutAtStart() {
    assertRefused(
        "there is no model bge; there are: podium-tiny",
        "serve",
        "--port=0",
        "--pin=bge",
        "--models=" + folder);
  }

  @Test
  void aModelsFolderThatIsAFileIsRefused() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertRefused(
        "models folder %s is not a folder".formatted(file), "models", "--models", file.toString());
  }

  @Test
  void anEnvironmentVariableIsAnOption() {
    environment.put("PODIUM_PORT", "70000");

    assertRefused("port must be in 0..65535, but is 70000", "serve");
  }

  @Test
  void anEmptyEnvironmentVariableIsNotSet() {
    environment.put("PODIUM_PORT", " ");

    assertRefused("models folder /nowhere does not exist", "serve", "--models", "/nowhere");
  }

  @Test
  void theCommandLineWinsOverTheEnvironment() {
    environment.put("PODIUM_PORT", "70000");

    assertRefused("port must be in 0..65535, but is 80000", "serve", "--port", "80000");
  }

  @Test
  void everyOptionHasAVariable() {
    for (CommandLine command : commandLine().getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (!option.usageHelp() && !option.versionHelp()) {
          environment.put(EnvironmentDefaults.variable(option), "from the environment");
          assertThat(new EnvironmentDefaults(environment).defaultValue(option))
              .as(option.longestName())
              .isEqualTo("from the environment");
        }
      }
    }
    assertThat(environment)
        .containsKeys("PODIUM_MODELS", "PODIUM_API_KEY", "PODIUM_MAX_BODY", "PODIUM_QUERY");
  }

  @Test
  void helpNamesEveryOptionOfServe() {
    assertThat(commandLine().execute("serve", "--help")).isZero();

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains(
            "--host",
            "--port",
            "--models",
            "--default-model",
            "--precision",
            "--workers",
            "--threads",
            "--special-tokens",
            "--max-documents",
            "--max-body",
            "--timeout",
            "--api-key",
            "--api-key-file",
            "--preload",
            "--pin",
            "--memory-limit",
            "--idle-timeout",
            "--connection-idle-timeout",
            "--admin-key",
            "--admin-key-file",
            "(default: 80%)",
            "(default: 64MiB)",
            "(default: 8000)");
  }

  @Test
  void withoutACommandThereIsHelp() {
    assertThat(commandLine().execute()).isZero();

    assertThat(out.toString()).contains("serve", "rerank", "models", "EXIT STATUS");
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(commandLine().execute("--version")).isZero();

    assertThat(out.toString()).isEqualTo("podium development%n".formatted());
  }
}
