package podium.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The bytes of an image file, not yet decoded or believed. Immutable.
public final class EncodedImage {

  private final byte[] bytes;
  private final String sha256;

  /// @param bytes the file's content, kept without copying; not to be changed afterwards
  public EncodedImage(byte[] bytes) {
    this.bytes = bytes;
    this.sha256 = digest(bytes);
  }

  /// SHA-256 of the bytes in lower-case hexadecimal: equal for the same image however it was
  /// referred to, and so a key for doing its work once.
  public String sha256() {
    return sha256;
  }

  /// Bytes in the file.
  public int length() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
