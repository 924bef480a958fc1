package podium.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import podium.hub.HubException;
import podium.hub.HubName;
import podium.hub.HubSettings;
import podium.hub.Pulled;
import podium.hub.Puller;
import podium.hub.Size;
import podium.terminal.PullProgress;
import podium.terminal.Terminal;

/// The hub as one command uses it.
final class HubAccess {

  private final PrintWriter err;
  private final HubSettings settings;
  private final Puller puller;

  private HubAccess(PrintWriter err, HubSettings settings, boolean bars) {
    this.err = err;
    this.settings = settings;
    this.puller = new Puller(settings, PullProgress.on(err, bars));
  }

  /// @throws IllegalArgumentException naming the variable that cannot be used
  static HubAccess of(CommandSpec command) {
    Map<String, String> environment = EnvironmentDefaults.environment(command);
    return new HubAccess(
        command.commandLine().getErr(),
        HubSettings.of(environment, Path.of(System.getProperty("user.home"))),
        Terminal.isOn(Terminal.Stream.ERR) && Terminal.isCapable(environment));
  }

  /// Whether the environment forbids to ask anybody.
  boolean isOffline() {
    return settings.offline();
  }

  Puller puller() {
    return puller;
  }

  /// Gets a model into `folder`, and tells how that ended.
  Pulled pull(HubName name, Path folder) throws HubException, InterruptedException {
    Pulled pulled = puller.pull(name, folder);
    err.printf(
        "podium: %s at %s, %s, %s%n",
        name.id(),
        pulled.commit().substring(0, 12),
        Size.of(pulled.bytes()),
        pulled.isNew() ? "is complete" : "was there already");
    err.flush();
    return pulled;
  }
}
