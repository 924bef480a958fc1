package podium.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.cli.Manual.Heading;
import podium.terminal.Table;
import podium.terminal.Terminal;

/// The options that say how a result is printed.
@Heading("Output")
final class OutputOptions {

  enum Format {
    TABLE,
    TSV,
    JSON,
    JSONL
  }

  enum Colour {
    AUTO,
    ALWAYS,
    NEVER
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--output",
      paramLabel = "table|tsv|json|jsonl",
      description =
          "table: aligned columns for people; tsv: tab-separated values below their names, with \\t, \\n and \\\\ inside them; json: one object; jsonl: an object a line (default: table on a terminal, else tsv).")
  private @Nullable Format format;

  @Option(
      names = "--color",
      paramLabel = "auto|always|never",
      defaultValue = "auto",
      description =
          "Colours in tables; auto: on a terminal, unless NO_COLOR is set or TERM is dumb (default: ${DEFAULT-VALUE}).")
  private Colour colour = Colour.AUTO;

  Format format() {
    if (format != null) {
      return format;
    }
    return Terminal.isOn(Terminal.Stream.OUT) ? Format.TABLE : Format.TSV;
  }

  /// Prints a table that people and programs read alike, in one of the two formats for it.
  void print(Table table) {
    PrintWriter out = command.commandLine().getOut();
    if (format() == Format.TSV) {
      table.printTsv(out);
    } else {
      table.print(out, isColoured());
    }
  }

  private boolean isColoured() {
    return switch (colour) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          Terminal.isColoured(Terminal.Stream.OUT, EnvironmentDefaults.environment(command));
    };
  }
}
