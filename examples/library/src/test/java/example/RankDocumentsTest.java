package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The example as its reader runs it: in a JVM of its own.
class RankDocumentsTest {

  private static final Path BERT = Path.of("../../core/src/test/resources/golden/models/bert");

  @Test
  void printsScoresBestFirst() throws Exception {
    assertThat(run())
        .hasSize(4)
        .allSatisfy(line -> assertThat(line).matches("0\\.\\d{4}  .+"))
        .first()
        .asString()
        .matches("0\\.99\\d\\d  Paris is the capital and largest city of France\\.");
  }

  @Test
  void takesAModelFromAFolder() throws Exception {
    assertThat(run(BERT.toString())).hasSize(2).doesNotHaveDuplicates();
  }

  private static List<String> run(String... arguments) throws Exception {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.language=en",
            "-cp",
            System.getProperty("java.class.path"),
            "example.RankDocuments");
    Process process =
        new ProcessBuilder(Stream.concat(java.stream(), Stream.of(arguments)).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    return lines;
  }
}
