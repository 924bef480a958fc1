package podium.cli;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import podium.cli.Manual.Heading;

/// Help in the order of a manual page and under its headings.
final class ManPage {

  private static final String GENERAL = "General";
  private static final String OPTIONS = "Options";

  /// The meaning of labels of parameters that many options share.
  private static final Map<String, String> UNITS =
      Map.of(
          "TIME", "500ms, 60s, 2m or 1h; a bare number is seconds.",
          "SIZE", "65536, 64KiB, 64MiB or 1GiB; a bare number is bytes.");

  private final Help help;
  private final CommandSpec command;
  private final int width;

  private ManPage(Help help) {
    this.help = help;
    this.command = help.commandSpec();
    this.width = command.usageMessage().width();
  }

  /// Makes `command` and all below it give such help.
  static void install(CommandLine command) {
    Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>();
    sections.put("NAME", help -> new ManPage(help).name());
    sections.put("SYNOPSIS", help -> new ManPage(help).synopsis());
    sections.put("DESCRIPTION", help -> new ManPage(help).description());
    sections.put("COMMANDS", Help::commandList);
    sections.put("OPTIONS", help -> new ManPage(help).options());
    sections.put("VALUES", help -> new ManPage(help).units());
    sections.put("ENVIRONMENT", help -> new ManPage(help).environment());
    sections.put("EXIT STATUS", help -> new ManPage(help).exitStatus());
    sections.put("EXAMPLES", help -> new ManPage(help).examples());
    sections.put("SEE ALSO", help -> new ManPage(help).seeAlso());
    sections.replaceAll(ManPage::headed);
    command.setHelpSectionMap(sections);
    command.setHelpSectionKeys(List.copyOf(sections.keySet()));
    command.getSubcommands().values().forEach(ManPage::install);
  }

  /// A section that is left out if there is nothing to say.
  private static IHelpSectionRenderer headed(String heading, IHelpSectionRenderer section) {
    return help -> {
      String text = section.render(help);
      return text.isEmpty()
          ? ""
          : help.colorScheme().ansi().string("@|bold %s|@%n".formatted(heading))
              + text
              + System.lineSeparator();
    };
  }

  private String name() {
    String summary = String.join(" ", command.usageMessage().header());
    return text(4, command.qualifiedName() + " - " + summary);
  }

  private String synopsis() {
    return " ".repeat(4) + help.synopsis(4);
  }

  private String description() {
    return text(4, command.usageMessage().description());
  }

  private String options() {
    var text = new StringBuilder();
    headings()
        .forEach((heading, arguments) -> {
          text.append(text.isEmpty() ? "" : System.lineSeparator());
          text.append(styled(2, "bold", heading));
          arguments.forEach(argument -> text.append(argument(argument)));
        });
    return text.toString();
  }

  /// Arguments under their headings, in the order in which classes declare them; those of every
  /// command at the end.
  private Map<String, List<ArgSpec>> headings() {
    Map<String, List<ArgSpec>> headings = new LinkedHashMap<>();
    Map<Class<?>, String> current = new HashMap<>();
    List<ArgSpec> all = new ArrayList<>(command.positionalParameters());
    command.options().stream().filter(option -> !isGeneral(option)).forEach(all::add);
    for (ArgSpec argument : all) {
      headings.computeIfAbsent(heading(argument, current), _ -> new ArrayList<>()).add(argument);
    }
    command.options().stream()
        .filter(ManPage::isGeneral)
        .forEach(option -> headings.computeIfAbsent(GENERAL, _ -> new ArrayList<>()).add(option));
    return headings;
  }

  private static boolean isGeneral(OptionSpec option) {
    return option.usageHelp() || option.versionHelp();
  }

  /// @param current the latest heading of each class
  private static String heading(ArgSpec argument, Map<Class<?>, String> current) {
    if (!(argument.userObject() instanceof Field field)) {
      return OPTIONS; // made by hand
    }
    Class<?> owner = field.getDeclaringClass();
    Optional.ofNullable(field.getAnnotation(Heading.class))
        .ifPresent(heading -> current.put(owner, heading.value()));
    return current.computeIfAbsent(
        owner,
        _ ->
            Optional.ofNullable(owner.getAnnotation(Heading.class))
                .map(Heading::value)
                .orElse(OPTIONS));
  }

  private String argument(ArgSpec argument) {
    String label =
        help.parameterLabelRenderer()
            .renderParameterLabel(argument, help.ansi(), List.of())
            .toString();
    String names =
        switch (argument) {
          case OptionSpec option -> String.join(", ", option.names());
          case PositionalParamSpec _ -> "";
          default -> throw new IllegalArgumentException("unknown kind of argument: " + argument);
        };
    return styled(4, "yellow", names + label) + text(8, argument.description());
  }

  private String units() {
    Map<String, String> used = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      String unit = UNITS.get(option.paramLabel());
      if (unit != null) {
        used.put(option.paramLabel(), unit);
      }
    }
    return definitions(used);
  }

  private String environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    command.options().stream()
        .filter(option -> !isGeneral(option))
        .findFirst()
        .ifPresent(option ->
            variables.put(
                EnvironmentDefaults.variable(option),
                "The option %s; every option has such a variable. The command line wins."
                    .formatted(option.names()[0])));
    manual().map(Manual::environment).stream()
        .flatMap(Arrays::stream)
        .map(entry -> entry.split(":", 2))
        .forEach(entry -> variables.put(entry[0], entry[1]));
    return definitions(variables);
  }

  /// As they are: whoever copies a line wants it whole.
  private String examples() {
    return manual().map(Manual::examples).stream()
        .flatMap(Arrays::stream)
        .map(example -> example.indent(4))
        .collect(Collectors.joining());
  }

  private String seeAlso() {
    return manual().map(manual -> text(4, String.join(", ", manual.seeAlso()))).orElse("");
  }

  private Optional<Manual> manual() {
    return Optional.ofNullable(command.userObject().getClass().getAnnotation(Manual.class));
  }

  private String definitions(Map<String, String> definitions) {
    var text = new StringBuilder();
    definitions.forEach(
        (term, meaning) -> text.append(styled(4, "yellow", term)).append(text(8, meaning)));
    return text.toString();
  }

  /// Numbers are short enough to stand beside their meaning.
  private String exitStatus() {
    var text = new StringBuilder();
    command
        .usageMessage()
        .exitCodeList()
        .forEach((codes, meaning) -> {
          String lines = text(14, meaning);
          text.append(" ".repeat(4)).append(codes).append(lines.substring(4 + codes.length()));
        });
    return text.toString();
  }

  private String styled(int indent, String style, String line) {
    return " ".repeat(indent)
        + help.ansi().string("@|%s %s|@".formatted(style, line) + "%n".formatted());
  }

  /// Paragraphs wrapped to the width of the terminal, at blanks only: picocli would break file
  /// names and addresses after their dots.
  private String text(int indent, String... paragraphs) {
    var text = new StringBuilder();
    for (String paragraph : paragraphs) {
      var line = new StringBuilder();
      for (String word : paragraph.split(" ", -1)) {
        if (!line.isEmpty() && indent + line.length() + 1 + word.length() > width) {
          text.append(" ".repeat(indent)).append(line).append(System.lineSeparator());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      text.append(line.isEmpty() ? "" : " ".repeat(indent) + line).append(System.lineSeparator());
    }
    return text.toString();
  }
}
