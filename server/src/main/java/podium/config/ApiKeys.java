package podium.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The keys that open the server. Only their SHA-256 hashes are kept, and a presented key is
/// compared with all of them in constant time, so that neither memory nor timing gives one away.
public final class ApiKeys implements KeySource {

  /// No keys: everybody may come in.
  public static final ApiKeys NONE = new ApiKeys(List.of());

  private final List<byte[]> hashes;

  private ApiKeys(List<byte[]> hashes) {
    this.hashes = hashes;
  }

  public static ApiKeys of(List<String> keys) {
    keys.forEach(ApiKeys::check);
    return new ApiKeys(keys.stream().map(ApiKeys::hash).toList());
  }

  /// Reads a file with one key a line; empty lines and lines that begin with `#` do not count.
  ///
  /// @param option that names the file, for complaints
  /// @throws IllegalArgumentException if it cannot be read or holds no key
  public static List<String> read(String option, Path file) {
    List<String> keys =
        lines(option, file).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("%s %s holds no key".formatted(option, file));
    }
    return keys;
  }

  private static List<String> lines(String option, Path file) {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("%s %s does not exist".formatted(option, file), e);
    } catch (MalformedInputException e) {
      throw new IllegalArgumentException("%s %s is not UTF-8 text".formatted(option, file), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("%s %s cannot be read".formatted(option, file), e);
    }
  }

  @Override
  public ApiKeys current() {
    return this;
  }

  /// Whether there are no keys, so that none is asked for.
  public boolean isEmpty() {
    return hashes.isEmpty();
  }

  /// Whether `presented` is one of the keys. Takes as long for a right key as for a wrong one.
  public boolean accepts(String presented) {
    byte[] hash = hash(presented);
    boolean known = false;
    for (byte[] key : hashes) {
      known |= MessageDigest.isEqual(key, hash);
    }
    return known;
  }

  private static void check(String key) {
    if (key.isEmpty() || key.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "an API key must be printable ASCII characters without spaces");
    }
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
