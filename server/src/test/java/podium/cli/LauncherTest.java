package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The search for a JDK that `./podium` and `./mvnw` share.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final Path FIND_JDK = Path.of("..", ".mvn", "find-jdk.sh").toAbsolutePath();

  @TempDir private Path folder;

  private record Result(int exitCode, String output) {}

  @Test
  void saysWhichJdksAreTooOldWhenThereIsNone() throws Exception {
    Path old = jdk("jdk-17", "17.0.15");

    Result result = find(folder, "");

    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output())
        .startsWith("podium: no JDK 25 or newer found. Too old: %s (17).".formatted(old));
  }

  @Test
  void takesANewJdkBesideAnOldOne() throws Exception {
    jdk("jdk-17", "17.0.15");
    Path fresh = jdk("jdk-25", "25.0.3");

    assertThat(find(folder, "").output()).isEqualTo(fresh.toString());
  }

  @Test
  void passesOverAJavaHomeThatIsTooOld() throws Exception {
    Path old = jdk("jdk-17", "17.0.15");
    Path fresh = jdk("jdk-25", "25.0.3");

    assertThat(find(folder, old.toString()).output()).isEqualTo(fresh.toString());
  }

  @Test
  void prefersJavaHome() throws Exception {
    Path home = jdk("elsewhere", "26");
    Path folders = Files.createDirectory(folder.resolve("folders"));

    assertThat(find(folders, home.toString()).output()).isEqualTo(home.toString());
  }

  /// What the search needs to see of a JDK.
  private Path jdk(String name, String version) throws Exception {
    Path bin = Files.createDirectories(folder.resolve(name).resolve("bin"));
    for (String tool : List.of("java", "javac")) {
      Path file = Files.writeString(bin.resolve(tool), "#!/bin/sh\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(
        folder.resolve(name).resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return folder.resolve(name);
  }

  private static Result find(Path folders, String javaHome) throws Exception {
    var builder =
        new ProcessBuilder(
            "/bin/sh", "-c", ". '%s'; printf %%s \"$JAVA_HOME\"".formatted(FIND_JDK));
    builder.environment().put("PODIUM_JVM_FOLDERS", folders.toString());
    builder.environment().put("JAVA_HOME", javaHome);
    builder.environment().put("PATH", pathWithoutJava(folders));
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  /// The few tools that the search calls, and no java.
  private static String pathWithoutJava(Path folders) throws Exception {
    Path tools = Files.createTempDirectory(folders.getParent(), "tools");
    for (String tool : List.of("sed", "find", "sort", "tr", "readlink", "head")) {
      for (String bin : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(bin, tool)) && !Files.exists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), Path.of(bin, tool));
        }
      }
    }
    return tools.toString();
  }
}
