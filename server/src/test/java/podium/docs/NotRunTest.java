package podium.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The list of what is not run is no longer than it must be.
@DisabledOnOs(OS.WINDOWS)
class NotRunTest {

  @Test
  void everyCommandIsInSomePage() throws Exception {
    List<String> commands = new ArrayList<>();
    for (Page page : Page.all()) {
      for (Block block : page.blocks()) {
        if (block.language().equals("sh")) {
          Commands.of(block.text()).forEach(command -> commands.add(NotRun.key(command)));
        }
      }
    }

    assertThat(commands).containsAll(NotRun.REASONS.keySet());
  }

  /// They are in the page for operators as well.
  @Test
  void commandsInTheCommentsOfOpsAreListed() throws Exception {
    Pattern command =
        Pattern.compile("(?m)^#   ((?:docker|kubectl|useradd|cp) (?:.*\\\\\\R# +)*.*)$");
    List<String> commands = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Page.ROOT.resolve("ops"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        command
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> commands.add(found.group(1).replaceAll("\\R# +", "\n  ")));
      }
    }

    assertThat(commands)
        .hasSizeGreaterThan(3)
        .extracting(NotRun::key)
        .isSubsetOf(NotRun.REASONS.keySet());
  }

  @Test
  void pagesThatAreNotReadHaveATestOfTheirOwn() {
    assertThat(NotRun.PAGES)
        .allSatisfy((page, test) ->
            assertThat(Path.of("src/test/java").resolve(test))
                .matches(file -> Files.exists(file) == Files.exists(Page.ROOT.resolve(page))));
  }
}
