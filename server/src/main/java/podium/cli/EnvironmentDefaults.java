package podium.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Makes every option an environment variable too: `--max-body` is `PODIUM_MAX_BODY`. What is given
/// on the command line wins; an empty variable counts as not set.
record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {

  /// The variables that the command line of `command` was made with.
  static Map<String, String> environment(CommandSpec command) {
    return command.defaultValueProvider() instanceof EnvironmentDefaults defaults
        ? defaults.environment()
        : System.getenv();
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    String value = environment.get(variable(option));
    return value == null || value.isBlank() ? null : value;
  }

  /// Of an option with several names it is the first.
  static String variable(OptionSpec option) {
    String name = option.names()[0].replaceFirst("^--", "");
    return "PODIUM_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
