package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import podium.docs.Page;

/// The options and commands that the documents mention in passing are those that there are.
class DocumentedOptionsTest {

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z_-]+");
  private static final Pattern COMMAND = Pattern.compile("^(?:\\./)?podium ([a-z-]+)");

  /// Of the JVM, of Maven, and of programs that are not ours.
  private static final Set<String> OF_OTHERS =
      Set.of(
          "--auto-truncate",
          "--enable-native-access",
          "--hf_overrides",
          "--local-dir",
          "--max-client-batch-size",
          "--model-dir",
          "--model-id",
          "--read-only");

  @TestFactory
  Stream<DynamicTest> everyOptionAndCommandExists() throws Exception {
    return Page.all().stream()
        .filter(page -> !page.inlineCode().isEmpty())
        .map(page -> dynamicTest(page.name(), () -> check(page)));
  }

  private static void check(Page page) {
    CommandLine podium = Podium.commandLine(Map.of());
    Set<String> options = new TreeSet<>(OF_OTHERS);
    podium
        .getSubcommands()
        .values()
        .forEach(command -> options.addAll(command.getCommandSpec().optionsMap().keySet()));

    for (String code : page.inlineCode()) {
      assertThat(all(OPTION, code)).as(code).isSubsetOf(options);
      assertThat(all(COMMAND, code)).as(code).isSubsetOf(podium.getSubcommands().keySet());
    }
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
        .collect(Collectors.toList());
  }
}
