package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.hub.PullFixture.ID;
import static podium.hub.PullFixture.WEIGHTS;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `podium pull` as a process that is killed and started again.
@Timeout(120)
class PullProcessTest {

  @TempDir private Path models;
  private PullFixture pull;
  private final List<Process> processes = new ArrayList<>();
  private final CountDownLatch released = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    pull = new PullFixture(models);
  }

  @AfterEach
  void stop() throws Exception {
    released.countDown();
    processes.forEach(Process::destroyForcibly);
    pull.close();
  }

  private Process podium(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "podium.cli.Podium"));
    Stream.of(args).forEach(command::add);
    var builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("PODIUM_MODELS", models.toString(), "HF_ENDPOINT", pull.hub.uri()));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /// The process has taken 100 000 bytes behind the header, and waits for the rest.
  private Process halfWay() throws Exception {
    pull.hub.plan(
        "elsewhere", WEIGHTS, new Fault.Cut(Integer.MAX_VALUE), new Fault.Hold(100_000, released));
    Process process = podium("pull", ID);
    Path part = pull.staged(WEIGHTS + ".part");
    while (Files.notExists(part) || Files.size(part) < 165_000) {
      assertThat(process.isAlive()).isTrue();
      PullFixture.lookAgain();
    }
    return process;
  }

  private void assertThatTheNextGoesOn() throws Exception {
    long here = Files.size(pull.staged(WEIGHTS + ".part"));
    assertThat(pull.folder()).doesNotExist();

    Process next = podium("pull", ID);

    BufferedReader out = next.inputReader();
    assertThat(out.readLine()).isEqualTo(pull.folder().toString());
    assertThat(next.waitFor()).isZero();
    assertThat(pull.hub.seen("elsewhere", WEIGHTS).getLast().header("Range"))
        .isEqualTo("bytes=%d-".formatted(here));
    pull.model.files.forEach(
        (path, content) -> assertThat(pull.folder().resolve(path)).hasBinaryContent(content));
    assertThat(pull.files()).allMatch(file -> file.startsWith(ID + "/"));
  }

  @Test
  void killedHalfWayItGoesOnFromThere() throws Exception {
    Process process = halfWay();

    process.destroyForcibly();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThatTheNextGoesOn();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void interruptedItEndsWithCode130AndGoesOnFromThere() throws Exception {
    Process process = halfWay();

    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThatTheNextGoesOn();
  }

  @Test
  void modelsListedMeanwhileDoNotShowIt() throws Exception {
    Process pulling = halfWay();

    Process models = podium("models");

    assertThat(models.inputReader().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("podium-tiny");
    assertThat(models.waitFor()).isZero();
    released.countDown();
    assertThat(pulling.waitFor()).isZero();
  }

  @Test
  void twoProcessesGetAModelOnce() throws Exception {
    Process first = halfWay();
    Process second = podium("pull", ID);
    BufferedReader err = second.errorReader();
    assertThat(err.readLine())
        .isEqualTo("podium: another process is getting %s; waiting for it".formatted(ID));

    released.countDown();

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(err.readLine()).endsWith(" kB, was there already");
    assertThat(pull.hub.seen("elsewhere", WEIGHTS)).hasSize(2);
  }
}
