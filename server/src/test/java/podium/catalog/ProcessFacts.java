package podium.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What this process holds, as far as Linux tells.
public final class ProcessFacts {

  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final Path FILES = Path.of("/proc/self/fd");
  private static final Duration PATIENCE = Duration.ofSeconds(5);

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

  /// Names of the threads that compute with, load or close one of these models and go on doing so:
  /// one that is about to end has said so before it ends.
  public static List<String> threadsOf(List<String> models) throws InterruptedException {
    var names = new ArrayList<String>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      boolean isOne = models.stream().anyMatch(thread.getName()::contains);
      if (isOne && !thread.join(PATIENCE)) {
        names.add(thread.getName());
      }
    }
    return names;
  }
}
