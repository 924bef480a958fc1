package podium.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// How `docs/cli.md` lists the arguments of a command: as its help does.
final class OptionRows {

  private OptionRows() {}

  static List<String> of(CommandLine command) {
    return Stream.concat(
            command.getCommandSpec().positionalParameters().stream(),
            command.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp()))
        .map(OptionRows::row)
        .toList();
  }

  private static String row(ArgSpec argument) {
    String names =
        argument instanceof OptionSpec option
            ? Stream.of(option.names()).collect(Collectors.joining("`, `"))
            : "";
    String label = argument.arity().max() == 0 ? "" : argument.paramLabel();
    String description =
        String.join(" ", argument.description())
            .replace("\\", "\\\\")
            .replace("<", "\\<")
            .replace("*", "\\*");
    return "- `%s`: %s".formatted((names + " " + label).strip(), description);
  }
}
