package podium.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The files of one model directory, named relative to it. Names come from other files of the
/// directory, so that those that lead out of it are refused; links are followed, as the cache of
/// the Hugging Face client consists of them.
record Folder(Path path) {

  /// Whether there is something of that name, even if it is a broken link.
  boolean has(String name) {
    Path file = resolve(name);
    return Files.exists(file) || Files.isSymbolicLink(file);
  }

  /// The path of a regular file that must be there.
  Path file(String name) {
    Path file = resolve(name);
    if (Files.isRegularFile(file)) {
      return file;
    }
    if (Files.exists(file)) {
      throw Refusal.of(name + " is not a regular file");
    }
    if (Files.isSymbolicLink(file)) {
      throw Refusal.of(name + " is a link to a file that does not exist");
    }
    throw Refusal.of("the folder has no " + name);
  }

  /// All bytes of a file that must be there and have at most `limit` of them.
  byte[] read(String name, int limit) {
    try (InputStream in = Files.newInputStream(file(name))) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw Refusal.of("%s is longer than the limit of %d bytes".formatted(name, limit));
      }
      return bytes;
    } catch (IOException e) {
      throw Refusal.unreadable(name, e);
    }
  }

  private Path resolve(String name) {
    Path relative = parse(name);
    boolean escapes = relative.isAbsolute() || relative.normalize().startsWith("..");
    if (name.isBlank() || escapes) {
      throw Refusal.of("file name '%s' leads out of the folder".formatted(Refusal.quote(name)));
    }
    return path.resolve(relative);
  }

  private static Path parse(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw Refusal.of("'%s' is not a file name".formatted(Refusal.quote(name)));
    }
  }
}
