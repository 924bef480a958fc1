package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java of the documents about the library is that of the examples, which are compiled and run.
class DocumentedCodeTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/library.md",
        "core/src/main/java/podium/package-info.java",
        "core/src/main/java/podium/Reranker.java"
      })
  void everyBlockIsAPieceOfAnExample(String file) throws Exception {
    String text = Files.readString(ROOT.resolve(file)).replaceAll("(?m)^/// ?", "");
    String examples = withoutIndentation(sources());

    assertThat(BLOCK.matcher(text).results().map(block -> block.group(1)))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(examples).contains(withoutIndentation(block)));
  }

  private static String sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
      List<Path> sources =
          files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      StringBuilder all = new StringBuilder();
      for (Path source : sources) {
        all.append(Files.readString(source));
      }
      return all.toString();
    }
  }

  private static String withoutIndentation(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
