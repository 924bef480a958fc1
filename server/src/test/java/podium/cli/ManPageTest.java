package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

class ManPageTest {

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static Collection<CommandLine> commands() {
    return Podium.commandLine(Map.of()).getSubcommands().values();
  }

  private static String help(CommandLine command) {
    var text = new StringWriter();
    command.usage(new PrintWriter(text, true), Ansi.OFF);
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static Manual manual(CommandLine command) {
    return command.getCommandSpec().userObject().getClass().getAnnotation(Manual.class);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasAllSections(CommandLine command) {
    assertThat(help(command))
        .containsSubsequence(
            "NAME\n    podium " + command.getCommandName() + " - ",
            "\nSYNOPSIS\n    podium " + command.getCommandName(),
            "\nDESCRIPTION\n    ",
            "\nOPTIONS\n  ",
            "\nEXIT STATUS\n    0 ",
            "\nEXAMPLES\n    ",
            "\nSEE ALSO\n    ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyArgumentIsDescribedUnderAHeading(CommandLine command) {
    String help = help(command).replaceAll("\\s+", " ");

    assertThat(command.getCommandSpec().args())
        .isNotEmpty()
        .allSatisfy(argument ->
            assertThat(help)
                .contains(
                    String.join(" ", argument.description()).replaceAll("\\s+", " ").strip()));
    assertThat(command.getCommandSpec().options())
        .allSatisfy(option -> assertThat(help).contains(String.join(", ", option.names())));
    assertThat(help(command)).doesNotContain("\n  Options\n");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyOptionWithADefaultSaysIt(CommandLine command) {
    assertThat(command.getCommandSpec().options())
        .filteredOn(option -> option.defaultValue() != null && option.arity().max() > 0)
        .allSatisfy(option ->
            assertThat(description(option)).contains("default: " + option.defaultValue()));
  }

  private static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void unitsAreExplained(CommandLine command) {
    List<String> labels =
        command.getCommandSpec().options().stream().map(OptionSpec::paramLabel).toList();

    assertThat(help(command).contains("\nVALUES\n"))
        .isEqualTo(labels.contains("TIME") || labels.contains("SIZE"));
  }

  /// As far as that can be seen without running them.
  @ParameterizedTest
  @MethodSource("commands")
  void examplesAreUnderstood(CommandLine command) {
    assertThat(manual(command).examples())
        .isNotEmpty()
        .filteredOn(example -> example.contains("podium "))
        .isNotEmpty()
        .allSatisfy(example -> {
          String arguments =
              example.replaceFirst(".*?podium ", "").replaceFirst("(?s) (\\||>|&).*|\\)$", "");
          assertThatCode(() -> Podium.commandLine(Map.of()).parseArgs(words(arguments)))
              .as(example)
              .doesNotThrowAnyException();
        });
  }

  private static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map((MatchResult match) -> match.group(1) == null ? match.group(2) : match.group(1))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandsAndDocumentsThatAreNamedExist(CommandLine command) {
    List<String> known = commands().stream().map(CommandLine::getCommandName).toList();

    assertThat(manual(command).seeAlso()).isNotEmpty();
    assertThat(
            Arrays.stream(manual(command).seeAlso()).filter(other -> other.startsWith("podium ")))
        .allSatisfy(other -> assertThat(known).contains(other.substring(7)));
    assertThat(
            Arrays.stream(manual(command).seeAlso()).filter(other -> !other.startsWith("podium ")))
        .allSatisfy(other -> assertThat(Path.of("..", other)).isRegularFile());
  }
}
