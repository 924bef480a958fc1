package podium.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// The cores that this process may use. Two hardware threads of one core share its arithmetic
/// units, so only one of them helps matrix products.
public final class Cores {

  private Cores() {}

  /// At least 1.
  public static int count() {
    return count(Runtime.getRuntime().availableProcessors(), Path.of("/sys/devices/system/cpu"));
  }

  /// @param allowed processors that this process may use at the same time
  /// @param topology where Linux lists the machine's processors
  static int count(int allowed, Path topology) {
    Set<String> cores = new HashSet<>();
    try (DirectoryStream<Path> processors = Files.newDirectoryStream(topology, "cpu[0-9]*")) {
      for (Path processor : processors) {
        cores.add(Files.readString(processor.resolve("topology/thread_siblings_list")));
      }
    } catch (IOException _) {
      return allowed; // not Linux, or a processor that is switched off
    }
    return cores.isEmpty() ? allowed : Math.min(allowed, cores.size());
  }
}
