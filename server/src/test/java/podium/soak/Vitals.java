package podium.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a process holds, as Linux and the JVM count it.
///
/// @param resident bytes of memory in use
/// @param heap bytes of Java objects that are alive
/// @param threads of all kinds
/// @param workers threads that compute batches
/// @param files open files and sockets
/// @param mappings mapped parts of model files
record Vitals(long resident, long heap, long threads, long workers, long files, long mappings) {

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern WORKER = Pattern.compile("\"(?!ForkJoin)[^\"]+-worker-\\d+\"");
  private static final Pattern HEAP = Pattern.compile("used (\\d+)K");

  /// Whether this system tells.
  static boolean canBeRead() {
    return Files.isReadable(Path.of("/proc/self/status"));
  }

  /// Those of a process that has nothing to do, after a collection and with its native heap
  /// trimmed.
  static Vitals atRest(long pid) throws Exception {
    jcmd(pid, "GC.run");
    jcmd(pid, "System.trim_native_heap");
    Path proc = Path.of("/proc", Long.toString(pid));
    return new Vitals(
        number(RESIDENT, Files.readString(proc.resolve("status"))) << 10,
        number(HEAP, jcmd(pid, "GC.heap_info")) << 10,
        entries(proc.resolve("task")),
        WORKER.matcher(jcmd(pid, "Thread.print")).results().count(),
        entries(proc.resolve("fd")),
        Files.readAllLines(proc.resolve("maps")).stream()
            .filter(line -> line.contains(".safetensors"))
            .count());
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no %s in %s".formatted(pattern, text));
    }
    return Long.parseLong(matcher.group(1));
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  private static String jcmd(long pid, String command) throws Exception {
    Process jcmd =
        new ProcessBuilder(List.of(PodiumProcess.java("jcmd"), Long.toString(pid), command))
            .redirectErrorStream(true)
            .start();
    String out = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new AssertionError("jcmd %s failed: %s".formatted(command, out));
    }
    return out;
  }

  @Override
  public String toString() {
    return "%d MB resident, %d MB heap, %d threads, %d workers, %d files, %d mappings"
        .formatted(resident >> 20, heap >> 20, threads, workers, files, mappings);
  }
}
