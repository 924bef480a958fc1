package podium.openapi;

import java.io.ByteArrayOutputStream;

/// The first bytes that went over a connection, each way. Thread-safe.
final class Recording {

  /// More than any answer that is worth checking.
  private static final int MOST = 8 << 20;

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  void sent(byte[] bytes, int offset, int length) {
    add(sent, bytes, offset, length);
  }

  void received(byte[] bytes, int offset, int length) {
    add(received, bytes, offset, length);
  }

  private static void add(ByteArrayOutputStream to, byte[] bytes, int offset, int length) {
    synchronized (to) {
      to.write(bytes, offset, Math.min(length, MOST - to.size()));
    }
  }

  /// Has everything checked that was said.
  void check(DriftCheck check) {
    Conversation.of(sent.toByteArray(), received.toByteArray()).forEach(check::check);
  }
}
