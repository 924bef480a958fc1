package podium.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process has, as far as Linux tells.
///
/// @param resident bytes in memory
/// @param managed bytes that the virtual machine has reserved for its own heaps
public record ResidentMemory(long resident, long managed) {

  private static final Path STATUS = Path.of("/proc/self/status");

  public static boolean isKnown() {
    return Files.exists(STATUS);
  }

  public static ResidentMemory now() throws IOException {
    System.gc();
    var memory = ManagementFactory.getMemoryMXBean();
    long managed =
        memory.getHeapMemoryUsage().getCommitted() + memory.getNonHeapMemoryUsage().getCommitted();
    try (var lines = Files.lines(STATUS)) {
      String line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return new ResidentMemory(Long.parseLong(line.replaceAll("[^0-9]", "")) << 10, managed);
    }
  }

  /// Growth that the virtual machine's own heaps do not explain.
  public long growthSince(ResidentMemory before) {
    return resident - before.resident - Math.max(0, managed - before.managed);
  }
}
