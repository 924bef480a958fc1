package podium.runtime;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;

/// Where we keep files that can be made again. Nobody but the user may write there: what lies in it
/// is loaded without another look.
final class CacheFolder {

  private CacheFolder() {}

  /// Our folder in the user's cache.
  static Path ofUser() throws IOException {
    return ofUser(System.getenv(), System.getProperties());
  }

  /// Follows the XDG base directory specification, by which a relative path counts as not set.
  static Path ofUser(Map<String, String> environment, Properties properties) throws IOException {
    Path cache = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    if (!cache.isAbsolute()) {
      cache = Path.of(properties.getProperty("user.home", "")).resolve(".cache");
    }
    if (!cache.isAbsolute()) {
      throw new FileSystemException("the user has no home directory");
    }
    Files.createDirectories(cache);
    return Files.createDirectories(cache.resolve("podium"), forOwnerOnly(cache));
  }

  /// A new folder that is deleted when the JVM ends.
  static Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("podium");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException _) {
      // what cannot be deleted now is left to the system's cleaning of temporary files
    }
  }

  private static FileAttribute<?>[] forOwnerOnly(Path near) {
    return near.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }
}
