package podium.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.config.Version;

/// The command line: `podium serve`, `podium rerank`, `podium models`, `podium pull`, `podium
/// eval`, `podium bench`, `podium loadtest`.
@Command(
    name = "podium",
    description = "Ranks documents by their relevance to a query, as a server or from the shell.",
    mixinStandardHelpOptions = true,
    versionProvider = Podium.VersionLine.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      Serve.class,
      Rerank.class,
      Models.class,
      Pull.class,
      Eval.class,
      Bench.class,
      Load.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:something failed on the way",
      "2:the command cannot be run as given: an option, a file, a folder or the port is not right"
    },
    footer = {
      "",
      "Every option can also be given as an environment variable: --max-body is PODIUM_MAX_BODY."
    })
public final class Podium implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /// The whole command line, with defaults from `environment`.
  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new Podium())
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Units::duration)
        .setParameterExceptionHandler(Complaints::wrongUse)
        .setExecutionExceptionHandler(Complaints::failed)
        .setUsageHelpAutoWidth(true);
  }

  /// Without a command there is only help to give.
  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
  }

  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"podium " + Version.CURRENT};
    }
  }
}
