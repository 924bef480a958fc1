package podium.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// How much memory this process may take, as Linux tells: what the machine has and what its control
/// groups allow. Pages that only cache files count as left, since they make room.
///
/// @param root where `proc` and `sys` are
record AvailableMemory(Path root) {

  static final AvailableMemory OF_THIS_MACHINE = new AvailableMemory(Path.of("/"));

  /// Bytes that are left, or empty on systems that do not tell.
  OptionalLong bytes() {
    LongStream machine = number("proc/meminfo", "MemAvailable:").stream().map(kb -> kb * 1024);
    return LongStream.concat(machine, groups().flatMapToLong(this::leftIn)).min();
  }

  /// Bytes that are there for this process and all that share its limits, or empty.
  OptionalLong total() {
    LongStream machine = number("proc/meminfo", "MemTotal:").stream().map(kb -> kb * 1024);
    return LongStream.concat(machine, groups().flatMapToLong(this::limitsOf)).min();
  }

  private Stream<ControlGroup> groups() {
    return ControlGroup.of(lines("proc/self/cgroup")).stream();
  }

  private LongStream limitsOf(ControlGroup group) {
    return group.foldersOutwards().stream()
        .flatMapToLong(
            folder -> number(folder.resolve(group.version().limitFile()).toString(), "").stream());
  }

  /// What the group and each of those around it have left, as far as they have a limit.
  private LongStream leftIn(ControlGroup group) {
    return group.foldersOutwards().stream()
        .flatMapToLong(folder -> left(group.version(), folder).stream());
  }

  private OptionalLong left(ControlGroup.Version version, Path folder) {
    OptionalLong limit = number(folder.resolve(version.limitFile()).toString(), "");
    OptionalLong used = number(folder.resolve(version.usageFile()).toString(), "");
    if (limit.isEmpty() || used.isEmpty()) {
      return OptionalLong.empty();
    }
    String statistics = folder.resolve("memory.stat").toString();
    long cached =
        number(statistics, version.statisticsPrefix() + "active_file").orElse(0)
            + number(statistics, version.statisticsPrefix() + "inactive_file").orElse(0);
    return OptionalLong.of(Math.max(0, limit.getAsLong() - used.getAsLong() + cached));
  }

  /// The number behind `label` at the beginning of a line; empty if there is none, as for `max`.
  private OptionalLong number(String file, String label) {
    return lines(file).stream()
        .filter(line -> label.isEmpty() || line.startsWith(label + " "))
        .map(line -> line.substring(label.length()).replace("kB", "").trim())
        .filter(value -> value.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException _) {
      return List.of(); // not Linux, or a part of it that is not mounted here
    }
  }
}
