package podium.metrics;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;

/// The memory of this process that is really in use, as Linux counts it.
public final class ResidentMemory {

  private ResidentMemory() {}

  /// The same as [#bytes], after what the launcher has the JVM do once a minute: a collection, and
  /// trimming of the native heap.
  public static long atRest() {
    System.gc();
    trimNativeHeap();
    return bytes();
  }

  /// `VmRSS` in bytes, touched pages of mapped files included; 0 on other systems.
  public static long bytes() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException _) {
      return 0;
    }
  }

  private static void trimNativeHeap() {
    try {
      var _ =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "systemTrimNativeHeap",
                  new Object[0],
                  new String[0]);
    } catch (JMException _) {
      // a JVM or C library without it has nothing to trim
    }
  }
}
