package podium.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// The places of a file that is not whole yet: `NAME`, which it will be, `NAME.part` with what came
/// so far, and `NAME.part.of` with two lines: the hash of what it is a part of, and the `ETag`
/// under which it came.
record Part(Path folder, RemoteFile file) {

  static final String SUFFIX = ".part";

  Path finished() {
    return folder.resolve(file.path());
  }

  Path path() {
    return folder.resolve(file.path() + SUFFIX);
  }

  private Path note() {
    return folder.resolve(file.path() + SUFFIX + ".of");
  }

  /// Whether the whole file is there. One that is not what it should be is deleted.
  boolean isFinished() throws IOException {
    if (!Files.isRegularFile(finished(), LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (Files.size(finished()) == file.size() && file.hash().matches(finished())) {
      return true;
    }
    Files.delete(finished());
    return false;
  }

  /// Takes what is there into `digest`, and says how much that is.
  long resume(MessageDigest digest) throws IOException {
    boolean usable =
        Files.isRegularFile(path(), LinkOption.NOFOLLOW_LINKS)
            && Files.size(path()) <= file.size()
            && lines().stream().findFirst().filter(file.hash().hex()::equals).isPresent();
    if (!usable) {
      Files.deleteIfExists(path());
      forget();
      return 0;
    }
    ContentHash.update(digest, path());
    return Files.size(path());
  }

  /// The server's own name for the content, with which it can tell whether it is still the same.
  Optional<String> etag() {
    List<String> lines = lines();
    return lines.size() > 1 ? Optional.of(lines.get(1)) : Optional.empty();
  }

  void remember(Optional<String> etag) throws IOException {
    Files.writeString(note(), file.hash().hex() + etag.map("\n"::concat).orElse(""));
  }

  void forget() throws IOException {
    Files.deleteIfExists(note());
  }

  private List<String> lines() {
    try {
      return Files.isRegularFile(note(), LinkOption.NOFOLLOW_LINKS)
          ? Files.readAllLines(note())
          : List.of();
    } catch (IOException e) {
      return List.of(); // cut off or not text: as if it were not there
    }
  }
}
