package podium.model;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The cache of the Hugging Face client, which keeps `org/name` as
/// `models--org--name/snapshots/REVISION`, with the revision of each branch in `refs`.
final class HubCache {

  private static final String PREFIX = "models--";

  private HubCache() {}

  static boolean isRepository(Path folder) {
    return fileName(folder).startsWith(PREFIX);
  }

  /// `org/name`.
  static String name(Path repository) {
    return fileName(repository).substring(PREFIX.length()).replace("--", "/");
  }

  /// The snapshot that `refs/main` names, else the newest one, else empty.
  static Optional<Path> snapshot(Path repository) throws IOException {
    Path folder = repository.resolve("snapshots");
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    List<Path> snapshots = children(folder);
    String main = revision(repository.resolve("refs").resolve("main"));
    return snapshots.stream()
        .filter(snapshot -> fileName(snapshot).equals(main))
        .findFirst()
        .or(() -> snapshots.stream().max(Comparator.comparing(HubCache::modified)));
  }

  /// What is in `folder`, sorted.
  static List<Path> children(Path folder) throws IOException {
    var children = new ArrayList<Path>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(null);
    return children;
  }

  static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private static String revision(Path branch) throws IOException {
    return Files.isRegularFile(branch) ? Files.readString(branch).strip() : "";
  }

  private static FileTime modified(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
