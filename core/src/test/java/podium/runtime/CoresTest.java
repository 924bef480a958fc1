package podium.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoresTest {

  @TempDir Path topology;

  @Test
  void twoThreadsOfACoreCountOnce() throws IOException {
    processors("0,2", "1,3", "0,2", "1,3");

    assertThat(Cores.count(4, topology)).isEqualTo(2);
  }

  @Test
  void noMoreThanAreAllowedCount() throws IOException {
    processors("0", "1", "2", "3");

    assertThat(Cores.count(3, topology)).isEqualTo(3);
  }

  @Test
  void whereNothingIsKnownAllThatAreAllowedCount() {
    assertThat(Cores.count(3, topology)).isEqualTo(3);
    assertThat(Cores.count(3, topology.resolve("missing"))).isEqualTo(3);
  }

  @Test
  void thisMachineHasSome() {
    assertThat(Cores.count()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }

  private void processors(String... siblings) throws IOException {
    Files.createDirectories(topology.resolve("cpufreq"));
    for (int i = 0; i < siblings.length; i++) {
      Path folder = Files.createDirectories(topology.resolve("cpu" + i).resolve("topology"));
      Files.writeString(folder.resolve("thread_siblings_list"), siblings[i] + "\n");
    }
  }
}
