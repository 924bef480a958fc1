package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsOptionsTest {

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  @ParameterizedTest
  @ValueSource(strings = {"docs/operations.md", "ops/kubernetes/deployment.yaml"})
  void everyOptionThatOperatorsAreToldOfExists(String file) throws Exception {
    var named = new TreeSet<String>();
    OPTION
        .matcher(Files.readString(Path.of("..").resolve(file)))
        .results()
        .forEach(match -> named.add(match.group()));
    named.removeAll(Set.of("--help", "--from-literal")); // of every command, and of kubectl

    assertThat(named)
        .isNotEmpty()
        .isSubsetOf(
            Podium.commandLine(Map.of()).getSubcommands().entrySet().stream()
                .flatMap(
                    command -> command.getValue().getCommandSpec().optionsMap().keySet().stream())
                .toList());
  }
}
