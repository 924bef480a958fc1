package podium.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What this process holds, as far as Linux tells.
public final class ProcessFacts {

  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final Path FILES = Path.of("/proc/self/fd");

  private ProcessFacts() {}

  public static boolean areKnown() {
    return Files.exists(MAPS);
  }

  /// Pieces of files below `folder` that are mapped or open, deleted ones included.
  public static long filesHeldBelow(Path folder) throws IOException {
    String place = folder.toRealPath().toString();
    long mapped;
    try (var lines = Files.lines(MAPS)) {
      mapped = lines.filter(line -> line.contains(place)).count();
    }
    try (var open = Files.list(FILES)) {
      return mapped + open.filter(file -> target(file).startsWith(place)).count();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // closed meanwhile
    }
  }

  /// Names of the threads that compute with, load or close one of these models.
  public static List<String> threadsOf(List<String> models) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> models.stream().anyMatch(name::contains))
        .sorted()
        .toList();
  }
}
