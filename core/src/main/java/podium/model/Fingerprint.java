package podium.model;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What tells cheaply whether a model on disk is still the one that was opened: size, time,
/// identity and readability of its JSON and safetensors files, none of which is read. Two are equal
/// if nothing changed.
public record Fingerprint(Map<String, Stamp> files) {

  /// One file as the system lists it.
  ///
  /// @param key the file's identity, such as its inode; empty where the system has none
  public record Stamp(long bytes, FileTime modified, String key, boolean readable) {

    /// Whether this is the same file as `earlier`, but with other content.
    boolean overwrites(Stamp earlier) {
      boolean same = !key.isEmpty() && key.equals(earlier.key);
      return same && (bytes != earlier.bytes || !modified.equals(earlier.modified));
    }
  }

  public Fingerprint {
    files = Map.copyOf(files);
  }

  /// The fingerprint of the folder as it is now. What cannot be read is left out.
  public static Fingerprint of(Path folder) {
    var files = new HashMap<String, Stamp>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        Path file = Files.isDirectory(child) ? child.resolve("config.json") : child;
        String name = folder.relativize(file).toString();
        if (name.endsWith(".json") || name.endsWith(".safetensors")) {
          stamp(file).ifPresent(stamp -> files.put(name, stamp));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      return new Fingerprint(files);
    }
    return new Fingerprint(files);
  }

  /// Whether a safetensors file of `earlier` is still the same file, but with other content. Who
  /// has it mapped sees what was written over it. A file that was put in its place leaves them
  /// alone.
  public boolean overwrites(Fingerprint earlier) {
    return earlier.files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".safetensors"))
        .anyMatch(
            file -> files.getOrDefault(file.getKey(), file.getValue()).overwrites(file.getValue()));
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      String key = Optional.ofNullable(attributes.fileKey()).map(Object::toString).orElse("");
      return Optional.of(
          new Stamp(attributes.size(), attributes.lastModifiedTime(), key, Files.isReadable(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
