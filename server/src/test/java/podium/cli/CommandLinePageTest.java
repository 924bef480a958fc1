package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/// `docs/cli.md` lists the options that there are. That its commands print what it shows is
/// [podium.docs.DocumentedCommandsTest]'s.
class CommandLinePageTest {

  private static String page() throws Exception {
    return Files.readString(Path.of("../docs/cli.md"));
  }

  /// The text from one heading to the next of its kind.
  private static String section(String heading) throws Exception {
    String page = page();
    int start = page.indexOf("\n## " + heading + "\n");
    assertThat(start).as(heading).isNotNegative();
    int end = page.indexOf("\n## ", start + 1);
    return end < 0 ? page.substring(start) : page.substring(start, end);
  }

  private static Map<String, CommandLine> commands() {
    return Podium.commandLine(Map.of()).getSubcommands();
  }

  @TestFactory
  Stream<DynamicTest> everyOptionIsListedAsInItsHelp() {
    return commands().entrySet().stream()
        .map(command ->
            dynamicTest(
                command.getKey(),
                () ->
                    assertThat(OptionRows.of(command.getValue()))
                        .allSatisfy(row ->
                            assertThat(
                                    section("podium " + command.getKey())
                                        + section("Options of several commands"))
                                .contains("\n" + row + "\n"))));
  }

  @Test
  void nothingElseIsListed() throws Exception {
    Set<String> rows = new HashSet<>();
    commands().values().forEach(command -> rows.addAll(OptionRows.of(command)));

    assertThat(page().lines().filter(line -> line.startsWith("- `")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(rows).contains(line));
  }

  @Test
  void everyCommandHasAnExampleAndItsExitCodes() {
    assertThat(commands().keySet())
        .allSatisfy(command ->
            assertThat(section("podium " + command))
                .contains("```sh\n", "podium " + command, "\nExit codes: "));
  }
}
