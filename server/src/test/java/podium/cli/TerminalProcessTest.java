package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a person sees on a terminal, and a program in a pipe, if nobody says what is wanted.
class TerminalProcessTest {

  private static final Path SCRIPT = Path.of("/usr/bin/script");

  @TempDir private Path folder;

  @BeforeAll
  static void needATerminal() {
    Assumptions.assumeTrue(Files.isExecutable(SCRIPT), "script of util-linux is not installed");
  }

  /// What `podium models` prints in a terminal that `script` opens.
  private String onTerminal(Map<String, String> environment) throws Exception {
    return run(
        List.of(SCRIPT.toString(), "-qec", podium() + "; exit $?", "/dev/null"), environment);
  }

  private String inPipe() throws Exception {
    return run(List.of("/bin/sh", "-c", podium()), Map.of());
  }

  private String podium() {
    return "'%s/bin/java' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '%s' podium.cli.Podium models --models '%s'"
        .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"), folder);
  }

  private static String run(List<String> command, Map<String, String> environment)
      throws Exception {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("NO_COLOR");
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void aTerminalGetsAColouredTable() throws Exception {
    assertThat(onTerminal(Map.of()))
        .contains("\u001b[1mname\u001b[0m         \u001b[1mfamily\u001b[0m  ")
        .contains("\u001b[32mserved, default; a demonstration");
  }

  @Test
  void whoWantsNoColoursGetsNone() throws Exception {
    assertThat(onTerminal(Map.of("NO_COLOR", "1")))
        .contains("name         family  ")
        .doesNotContain("\u001b");
    assertThat(onTerminal(Map.of("TERM", "dumb"))).doesNotContain("\u001b");
    assertThat(onTerminal(Map.of("PODIUM_COLOR", "never"))).doesNotContain("\u001b");
  }

  @Test
  void aPipeGetsTabs() throws Exception {
    assertThat(inPipe())
        .startsWith("name\tfamily\tmodalities\tprecision\tmax length\tsize\tverified\tstatus\n")
        .contains("podium-tiny\tbert\ttext\tf16\t256\t9");
  }
}
