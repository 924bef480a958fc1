package podium.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A repository of the stand-in: some files at one commit, and who may have them.
public final class StandInModel {

  private static final Path GOLDEN =
      Path.of("..", "core", "src", "test", "resources", "golden", "models");

  public enum Access {
    PUBLIC,
    GATED,
    PRIVATE
  }

  public final Map<String, byte[]> files = new TreeMap<>();
  public Access access = Access.PUBLIC;

  /// Whether the listing has names only, as some mirrors have it.
  boolean barelyListed;

  /// The tiny model of that name.
  public static StandInModel golden(String name) throws IOException {
    return of(folder(name));
  }

  /// Its directory.
  static Path folder(String name) {
    return GOLDEN.resolve(name);
  }

  /// The files of a model on disk, as the hub would have them.
  public static StandInModel of(Path folder) throws IOException {
    var model = new StandInModel();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        model.files.put(
            folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return model;
  }

  public StandInModel with(String path, String text) {
    return with(path, text.getBytes(StandardCharsets.UTF_8));
  }

  public StandInModel with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  public StandInModel without(String path) {
    files.remove(path);
    return this;
  }

  /// The content of a file that it has.
  public byte[] file(String path) {
    return Optional.ofNullable(files.get(path)).orElseThrow();
  }

  /// Changes with any file.
  public String commit() {
    var all = new StringBuilder();
    files.forEach((path, content) -> all.append(path).append(git(content)));
    return git(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Whether git keeps only a pointer to it.
  static boolean isLarge(String path) {
    return path.endsWith(".safetensors") || path.endsWith(".bin") || path.endsWith(".onnx");
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(digest("SHA-256").digest(content));
  }

  static String git(byte[] content) {
    MessageDigest digest = digest("SHA-1");
    digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(digest.digest(content));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
