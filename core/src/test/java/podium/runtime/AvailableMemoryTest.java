package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AvailableMemoryTest {

  @TempDir Path root;

  @BeforeEach
  void aMachineWithAMegabyteLeft() throws IOException {
    write("proc/meminfo", "MemTotal:  2048 kB\nMemFree:  12 kB\nMemAvailable:  1024 kB\n");
  }

  @Test
  void isWhatTheMachineHasLeft() {
    assertThat(available()).isEqualTo(1 << 20);
  }

  @Test
  void isWhatTheControlGroupHasLeftIfThatIsLess() throws IOException {
    write("proc/self/cgroup", "0::/app.slice/podium");
    write("sys/fs/cgroup/app.slice/podium/memory.max", "600000\n");
    write("sys/fs/cgroup/app.slice/podium/memory.current", "500000\n");
    write(
        "sys/fs/cgroup/app.slice/podium/memory.stat",
        "anon 100000\nfile 400000\ninactive_file 300000\nactive_file 50000\n");

    assertThat(available()).isEqualTo(450_000);
  }

  @Test
  void isNoMoreThanAnOuterGroupHasLeft() throws IOException {
    write("proc/self/cgroup", "0::/app.slice/podium");
    write("sys/fs/cgroup/app.slice/podium/memory.max", "max\n");
    write("sys/fs/cgroup/app.slice/podium/memory.current", "500000\n");
    write("sys/fs/cgroup/app.slice/memory.max", "600000\n");
    write("sys/fs/cgroup/app.slice/memory.current", "500000\n");

    assertThat(available()).isEqualTo(100_000);
  }

  @Test
  void theTotalIsTheMachinesOrTheLeastLimit() throws IOException {
    assertThat(new AvailableMemory(root).total()).hasValue(2 << 20);

    write("proc/self/cgroup", "0::/app.slice/podium");
    write("sys/fs/cgroup/app.slice/podium/memory.max", "max\n");
    assertThat(new AvailableMemory(root).total()).hasValue(2 << 20);

    write("sys/fs/cgroup/app.slice/memory.max", "600000\n");
    assertThat(new AvailableMemory(root).total()).hasValue(600_000);
  }

  @Test
  void findsTheGroupOfAContainer() throws IOException {
    write("proc/self/cgroup", "0::/../../1f3a");
    write("sys/fs/cgroup/memory.max", "600000\n");
    write("sys/fs/cgroup/memory.current", "100000\n");

    assertThat(available()).isEqualTo(500_000);
  }

  @Test
  void knowsTheFirstVersionOfControlGroups() throws IOException {
    write("proc/self/cgroup", "5:cpu,cpuacct:/docker/1f3a\n4:memory:/docker/1f3a\n0::/\n");
    write("sys/fs/cgroup/memory/docker/1f3a/memory.limit_in_bytes", "600000\n");
    write("sys/fs/cgroup/memory/docker/1f3a/memory.usage_in_bytes", "500000\n");
    write(
        "sys/fs/cgroup/memory/docker/1f3a/memory.stat",
        "active_file 1\ninactive_file 2\ntotal_active_file 10000\ntotal_inactive_file 20000\n");

    assertThat(available()).isEqualTo(130_000);
  }

  @Test
  void isUnknownWhereNobodyTells() throws IOException {
    Files.delete(root.resolve("proc/meminfo"));

    assertThat(new AvailableMemory(root).bytes()).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void isKnownOnLinux() {
    assertThat(AvailableMemory.OF_THIS_MACHINE.bytes().orElseThrow()).isGreaterThan(1 << 20);
  }

  private long available() {
    return new AvailableMemory(root).bytes().orElseThrow();
  }

  private void write(String file, String content) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
