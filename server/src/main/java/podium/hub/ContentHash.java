package podium.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/// What the hub says a file's content hashes to. Large files are known by their SHA-256, files that
/// git itself keeps by the SHA-1 of the git blob: `"blob " + size + NUL + content`.
///
/// @param hex in small letters
record ContentHash(Kind kind, String hex) {

  enum Kind {
    SHA256("SHA-256", 64),
    GIT("SHA-1", 40);

    private final String algorithm;
    private final int digits;

    Kind(String algorithm, int digits) {
      this.algorithm = algorithm;
      this.digits = digits;
    }

    @Override
    public String toString() {
      return this == GIT ? "git hash" : algorithm;
    }
  }

  /// The hash of `kind` that `text` spells; empty if it is none.
  static Optional<ContentHash> of(Kind kind, String text) {
    String hex = text.toLowerCase(Locale.ROOT);
    return hex.matches("[0-9a-f]{%d}".formatted(kind.digits))
        ? Optional.of(new ContentHash(kind, hex))
        : Optional.empty();
  }

  /// The hash that an `ETag` of the hub is, of whichever kind.
  static Optional<ContentHash> ofETag(String etag) {
    String bare = etag.replaceFirst("^W/", "").replaceAll("^\"|\"$", "");
    return of(Kind.SHA256, bare).or(() -> of(Kind.GIT, bare));
  }

  /// Begins to hash a content of `size` bytes.
  MessageDigest begin(long size) {
    try {
      MessageDigest digest = MessageDigest.getInstance(kind.algorithm);
      if (kind == Kind.GIT) {
        digest.update("blob %d\0".formatted(size).getBytes(StandardCharsets.US_ASCII));
      }
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has " + kind.algorithm, e);
    }
  }

  /// Whether what was hashed is the content. Ends the digest.
  boolean matches(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest()).equals(hex);
  }

  /// Whether `file` has this content.
  boolean matches(Path file) throws IOException {
    MessageDigest digest = begin(Files.size(file));
    update(digest, file);
    return matches(digest);
  }

  static void update(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
  }
}
