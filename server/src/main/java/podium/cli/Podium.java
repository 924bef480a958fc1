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
    header = "ranks documents by their relevance to a query",
    description = {
      "A reranking server and, for the same models, commands for the shell. podium COMMAND --help tells all of a command."
    },
    exitCodeList = {
      "0:all went well",
      "1:something failed on the way",
      "2:the command cannot be run as given: an option, a file, a folder or the port is not right",
      "130, 143:interrupted by Ctrl-C or SIGTERM; podium serve ends well instead"
    },
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
      Load.class,
      Doctor.class,
      Completion.class
    })
@Manual(
    examples = {"podium serve", "podium rerank --query 'how do plants eat' documents.txt"},
    seeAlso = {"README.md", "docs/cli.md", "docs/operations.md"})
public final class Podium implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] args) {
    System.exit(commandLine(System.getenv()).execute(args));
  }

  /// The whole command line, with defaults from `environment`.
  static CommandLine commandLine(Map<String, String> environment) {
    CommandLine podium =
        new CommandLine(new Podium())
            .setDefaultValueProvider(new EnvironmentDefaults(environment))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Duration.class, Units::duration)
            .setParameterExceptionHandler(Complaints::wrongUse)
            .setExecutionExceptionHandler(Complaints::failed)
            .setUsageHelpAutoWidth(true);
    podium
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new VersionLine()));
    ManPage.install(podium);
    return podium;
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
