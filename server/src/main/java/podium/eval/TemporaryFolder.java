package podium.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for files that nobody needs later: deleted when closed, and when the process is
/// interrupted before that.
final class TemporaryFolder implements AutoCloseable {

  private static final int ATTEMPTS = 20;

  private final Path path;
  private final Thread atExit = new Thread(this::delete);

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /// What the names of this process's folders begin with, so that it can be told whose one is.
  static String prefix() {
    return "podium-eval-%d-".formatted(ProcessHandle.current().pid());
  }

  static TemporaryFolder create() throws IOException {
    var folder = new TemporaryFolder(Files.createTempDirectory(prefix()));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // the process is ending, and the hook finds nothing
    }
  }

  /// Somebody who is interrupted may still be writing.
  private void delete() {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
      content().forEach(TemporaryFolder::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // what cannot be deleted now is left to the system's cleaning of temporary files
    }
  }

  /// Files before their folders.
  private List<Path> content() {
    try (Stream<Path> files = Files.walk(path)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException _) {
      return List.of(); // it changed meanwhile
    }
  }
}
