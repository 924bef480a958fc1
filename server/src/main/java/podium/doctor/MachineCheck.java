package podium.doctor;

import java.util.List;
import java.util.OptionalLong;
import podium.hub.Size;
import podium.runtime.Cores;
import podium.runtime.MachineMemory;

/// The machine, or what a container has of it, and the JVM.
record MachineCheck(OptionalLong availableMemory) {

  private static final int LEAST_JAVA = 25;

  /// Below that not even a small model has room beside the server.
  private static final long LEAST_MEMORY = 1_000_000_000;

  List<Finding> findings() {
    return List.of(cores(), memory(), java(), nativeAccess());
  }

  private static Finding cores() {
    int cores = Cores.count();
    int threads = Runtime.getRuntime().availableProcessors();
    return Finding.ok(
        "cores",
        "%d, with %d hardware threads, %s"
            .formatted(
                cores,
                threads,
                System.getProperty("os.name") + " " + System.getProperty("os.arch")));
  }

  private Finding memory() {
    String all = Size.of(MachineMemory.bytes());
    if (availableMemory.isEmpty()) {
      return Finding.ok("memory", all + "; the system does not tell how much is left");
    }
    String left = "%s, of which %s are left".formatted(all, Size.of(availableMemory.getAsLong()));
    return availableMemory.getAsLong() >= LEAST_MEMORY
        ? Finding.ok("memory", left)
        : Finding.warning(
            "memory", left, "end other programs, or raise the memory limit of the container");
  }

  private static Finding java() {
    String what =
        "%s, %s, heap up to %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vm.vendor"),
                Size.of(Runtime.getRuntime().maxMemory()));
    return Runtime.version().feature() >= LEAST_JAVA
        ? Finding.ok("java", what)
        : Finding.failed("java", what, "install JDK %d or newer".formatted(LEAST_JAVA));
  }

  private static Finding nativeAccess() {
    return MachineCheck.class.getModule().isNativeAccessEnabled()
        ? Finding.ok("native access", "allowed")
        : Finding.warning(
            "native access",
            "not allowed by name, which this JVM tolerates with a warning",
            "start Java with --enable-native-access=ALL-UNNAMED, as ./podium does");
  }
}
