package podium.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How much memory this process may take at most: all of the machine's, or what its control groups
/// allow.
public final class MachineMemory {

  private MachineMemory() {}

  /// In bytes.
  public static long bytes() {
    return AvailableMemory.OF_THIS_MACHINE.total().orElseGet(MachineMemory::asJavaSees);
  }

  /// On systems that are not Linux.
  private static long asJavaSees() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
