package podium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the table of promises to the tests there are.
class ContractTableTest {

  private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
  private static final List<Path> SOURCES =
      List.of(Path.of("src/test/java"), Path.of("../core/src/test/java"));

  @Test
  void everyTestThatIsNamedIsThere() throws Exception {
    Map<String, String> sources = sources();

    assertThat(TEST.matcher(Files.readString(Path.of("../docs/contract.md"))).results())
        .hasSizeGreaterThan(50)
        .allSatisfy(test ->
            assertThat(sources.getOrDefault(test.group(1), ""))
                .as(test.group())
                .containsPattern("void " + test.group(2) + "\\("));
  }

  /// The text of each test class by its name, of both modules where both have one.
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
