package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The example as its reader runs it: in a JVM of its own.
class RankContentsTest {

  private static final Path BERT = Path.of("../../core/src/test/resources/golden/models/bert");

  @Test
  void leavesTheRelevantBestFirst() throws Exception {
    assertThat(run())
        .containsExactly(
            "Paris is the capital and largest city of France.",
            "Berlin is the capital of Germany.");
  }

  @Test
  void takesAModelFromAFolder() throws Exception {
    assertThat(run(BERT.toString()))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsAnyOf("Paris", "Berlin"));
  }

  private static List<String> run(String... arguments) throws Exception {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "example.RankContents");
    Process process =
        new ProcessBuilder(Stream.concat(java.stream(), Stream.of(arguments)).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }
}
