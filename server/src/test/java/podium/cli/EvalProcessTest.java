package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import podium.eval.SmallDataset;

/// `podium eval` as a process of its own, as users start it.
@Timeout(120)
class EvalProcessTest {

  @TempDir private Path folder;
  private Path temporary = Path.of("");
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void makeFolder() throws Exception {
    temporary = Files.createDirectory(folder.resolve("temporary"));
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process eval(SmallDataset dataset) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                "podium.cli.Podium",
                "eval",
                dataset.folder().toString(),
                "--precision=f32")
            .start();
    processes.add(process);
    return process;
  }

  private List<Path> indexes() throws Exception {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.filter(file -> file.getFileName().toString().startsWith("podium-eval")).toList();
    }
  }

  @Test
  void saysOnlyWhatItDoesAndLeavesNoIndexBehind() throws Exception {
    SmallDataset small = SmallDataset.in(folder.resolve("small"));

    Process process = eval(small);

    assertThat(process.errorReader().lines())
        .containsExactly(
            "podium: reading " + small.folder().resolve("corpus.jsonl"),
            "podium: searching",
            "podium: podium-tiny f32");
    assertThat(process.inputReader().lines()).hasSize(4);
    assertThat(process.waitFor()).isZero();
    assertThat(indexes()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes there end without a word")
  void leavesNoIndexBehindWhenInterrupted() throws Exception {
    SmallDataset small = SmallDataset.in(folder.resolve("small"));
    small.with("corpus.jsonl", manyDocuments());
    Process process = eval(small);
    assertThat(process.errorReader().readLine()).startsWith("podium: reading");
    while (indexes().isEmpty()) {
      assertThat(process.isAlive()).isTrue();
      process.waitFor(10, TimeUnit.MILLISECONDS);
    }

    process.destroy();

    assertThat(process.waitFor()).isNotZero();
    assertThat(indexes()).isEmpty();
  }

  /// Enough for some seconds.
  private static String manyDocuments() {
    var lines = new StringBuilder();
    for (int i = 0; i < 300_000; i++) {
      lines.append("{\"_id\":\"d%d\",\"text\":\"document number %d of many\"}\n".formatted(i, i));
    }
    return lines.toString();
  }
}
