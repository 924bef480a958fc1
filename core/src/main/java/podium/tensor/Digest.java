package podium.tensor;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The SHA-256 of all that a network is told of a sequence. Sequences of equal digests have equal
/// logits, so that one of them needs computing; nobody can make two that differ and share one.
public record Digest(long first, long second, long third, long fourth) {

  /// The digest of `content`, from its position to its limit.
  static Digest of(ByteBuffer content) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(content);
      ByteBuffer hash = ByteBuffer.wrap(sha.digest());
      return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /// Any part of it is as good as random.
  @Override
  public int hashCode() {
    return Long.hashCode(first);
  }
}
