package podium.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/// The files of one model directory, named relative to it. Names come from other files of the
/// directory, so that those that lead out of it are refused; links are followed, as the cache of
/// the Hugging Face client consists of them.
record Folder(Path path) {

  /// A folder that must be there.
  static Folder at(Path path) {
    if (!Files.isDirectory(path)) {
      String what = Files.exists(path) ? "is not a folder" : "does not exist";
      throw Refusal.of("%s %s".formatted(path, what));
    }
    return new Folder(path);
  }

  /// Whether there is something of that name, even if it is a broken link or we may not know.
  boolean has(String name) {
    return !Files.notExists(resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  /// The path of a regular file that must be there.
  Path file(String name) {
    Path file = resolve(name);
    try {
      if (Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
        return file;
      }
      throw Refusal.of(name + " is not a regular file");
    } catch (NoSuchFileException e) {
      throw Files.isSymbolicLink(file)
          ? Refusal.of(name + " is a link to a file that does not exist")
          : Refusal.of("the folder has no " + name);
    } catch (IOException e) {
      throw Refusal.unreadable(name, e);
    }
  }

  /// Names of the files in a folder below this one (or in this one: ""), sorted; none if it cannot
  /// be read.
  List<String> names(String below) {
    try (Stream<Path> children = Files.list(path.resolve(below))) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
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
