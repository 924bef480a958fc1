package podium.cli;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import podium.RerankException;
import podium.RerankException.InvalidRequest;
import podium.RerankException.UnknownModel;
import podium.documents.UnreadableInput;
import podium.hub.HubException;

/// Says in one line what is wrong, and with which exit code the process ends.
final class Complaints {

  private static final Logger LOG = System.getLogger(Complaints.class.getName());

  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Complaints() {}

  static int wrongUse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    return complain(command, "%s; see %s --help".formatted(e.getMessage(), name), WRONG_USE);
  }

  static int failed(Exception e, CommandLine command, ParseResult result) {
    return switch (e) {
      case StartFailure _,
          UnreadableInput _,
          IllegalArgumentException _,
          UnknownModel _,
          InvalidRequest _ ->
          complain(command, String.valueOf(e.getMessage()), WRONG_USE);
      case HubException.Refused _ -> complain(command, String.valueOf(e.getMessage()), WRONG_USE);
      case HubException.Failed _ -> complain(command, String.valueOf(e.getMessage()), FAILED);
      case RerankException _ -> complain(command, String.valueOf(e.getMessage()), FAILED);
      default -> {
        LOG.log(Level.ERROR, "podium failed", e);
        yield complain(command, "podium failed, which is a bug: " + e, FAILED);
      }
    };
  }

  private static int complain(CommandLine command, String message, int exitCode) {
    command.getErr().println("podium: " + message.lines().findFirst().orElse(""));
    command.getErr().flush();
    return exitCode;
  }
}
