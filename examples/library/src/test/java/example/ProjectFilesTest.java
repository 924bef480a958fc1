package example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples have versions of their own, for those who copy them, and they are those of Podium.
class ProjectFilesTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern PROPERTY = Pattern.compile("<([\\w.-]+)\\.version>([^<]+)<");
  private static final Pattern USED =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)<");

  /// By which name the project's own pom has the version of an artifact.
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "junit-jupiter", "junit",
          "assertj-core", "assertj",
          "jackson-bom", "jackson",
          "maven-compiler-plugin", "compiler-plugin",
          "maven-surefire-plugin", "surefire",
          "spotless-maven-plugin", "spotless");

  @ParameterizedTest
  @ValueSource(strings = {"library", "langchain4j"})
  void theirVersionsAreThoseOfTheProject(String example) throws Exception {
    String project = Files.readString(ROOT.resolve("pom.xml"));
    String pom = Files.readString(ROOT.resolve("examples").resolve(example).resolve("pom.xml"));
    Map<String, String> versions = new HashMap<>();
    PROPERTY.matcher(project).results().forEach(p -> versions.put(p.group(1), p.group(2)));
    String podium = USED.matcher(project).results().findFirst().orElseThrow().group(2);

    assertThat(pom).contains("<version>" + versions.get("google-java-format") + "</version>");
    assertThat(USED.matcher(pom).results())
        .isNotEmpty()
        .allSatisfy(used -> {
          String artifact = used.group(1);
          switch (artifact) {
            case "podium-core" -> assertThat(used.group(2)).isEqualTo(podium);
            case "langchain4j-core" ->
                assertThat(versions.get("langchain4j")).startsWith(used.group(2));
            case "podium-library-example", "podium-langchain4j-example" ->
                assertThat(used.group(2)).isEqualTo("1.0-SNAPSHOT");
            default ->
                assertThat(used.group(2))
                    .as(artifact)
                    .isEqualTo(versions.get(PROPERTIES.get(artifact)));
          }
        });
  }
}
