package podium.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/// How much memory this process may take at most: all of the machine's, or what its control groups
/// allow.
public final class MachineMemory {

  private MachineMemory() {}

  /// In bytes.
  public static long bytes() {
    return AvailableMemory.OF_THIS_MACHINE.total().orElseGet(MachineMemory::asJavaSees);
  }

  /// Bytes that are left, pages that only cache files included; empty on systems that do not tell.
  public static OptionalLong available() {
    return AvailableMemory.OF_THIS_MACHINE.bytes();
  }

  /// On systems that are not Linux.
  private static long asJavaSees() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
