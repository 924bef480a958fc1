package podium.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The control group that limits the memory of a process, by a line of `/proc/self/cgroup` such as
/// `0::/user.slice` (version 2) or `4:memory:/docker/1f3a` (version 1).
record ControlGroup(Version version, Path path) {

  /// The files that tell limit and usage, and the prefix of the file caches in `memory.stat`.
  enum Version {
    ONE("sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_"),
    TWO("sys/fs/cgroup", "memory.max", "memory.current", "");

    private final Path mount;
    private final String limitFile;
    private final String usageFile;
    private final String statisticsPrefix;

    Version(String mount, String limitFile, String usageFile, String statisticsPrefix) {
      this.mount = Path.of(mount);
      this.limitFile = limitFile;
      this.usageFile = usageFile;
      this.statisticsPrefix = statisticsPrefix;
    }

    String limitFile() {
      return limitFile;
    }

    String usageFile() {
      return usageFile;
    }

    String statisticsPrefix() {
      return statisticsPrefix;
    }
  }

  /// @param lines of `/proc/self/cgroup`
  static List<ControlGroup> of(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(":", 3))
        .filter(cells -> cells.length == 3)
        .flatMap(cells -> version(cells[1]).map(v -> new ControlGroup(v, path(cells[2]))).stream())
        .toList();
  }

  private static Optional<Version> version(String controllers) {
    if (controllers.isEmpty()) {
      return Optional.of(Version.TWO);
    }
    return Stream.of(controllers.split(",", -1)).anyMatch("memory"::equals)
        ? Optional.of(Version.ONE)
        : Optional.empty();
  }

  private static Path path(String absolute) {
    return Path.of("/").relativize(Path.of(absolute)).normalize();
  }

  /// The group's folder and those around it, relative to `/`. Inside a container only the outermost
  /// may exist, which is then the container's own.
  List<Path> foldersOutwards() {
    List<Path> folders = new ArrayList<>();
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      folders.add(version.mount.resolve(folder));
    }
    folders.add(version.mount);
    return folders;
  }
}
