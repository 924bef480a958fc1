package podium.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.Manual.Heading;

/// `podium completion`: what a shell needs to complete commands and options.
@Command(
    name = "completion",
    header = "prints a script that completes commands and options in a shell",
    description = {
      "The script completes the names of commands and options, and the values of options that have a few. Where neither fits, the shell completes files as ever. It knows this version of Podium: make it again after an update."
    },
    exitCodeList = {"0:the script was printed", "2:the shell is none of these"},
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true)
@Manual(
    examples = {
      "source <(podium completion bash)",
      "podium completion bash > ~/.local/share/bash-completion/completions/podium",
      "source <(podium completion zsh)"
    },
    seeAlso = {"docs/cli.md"})
@Heading("Shell")
final class Completion implements Callable<Integer> {

  enum Shell {
    BASH,
    ZSH
  }

  /// Where the script lists the values of an option.
  private static final Pattern VALUES = Pattern.compile("_(option|pos_param)_args=\\([^)]*\\)");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "bash|zsh",
      description = "Which shell; zsh reads the same script as bash with its bashcompinit.")
  private Shell shell = Shell.BASH;

  @Override
  public Integer call() {
    CommandLine podium = spec.root().commandLine();
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash(podium.getCommandName(), podium);
        };
    PrintWriter out = spec.commandLine().getOut();
    out.print(VALUES.matcher(script).replaceAll(values -> values.group().toLowerCase(Locale.ROOT)));
    out.flush();
    return 0;
  }
}
