package podium.http;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;

/// A request that has arrived whole, as endpoints see it.
///
/// @param id names the request in its answer and in the log
/// @param path without query, dots and doubled slashes
/// @param chunks the body, as it came over the wire
/// @param arrived [System#nanoTime] at the end of the body
/// @param notes is told what is asked and answered
public record Call(String id, String path, List<Buffer> chunks, long arrived, Notes notes) {

  public Call {
    chunks = List.copyOf(chunks);
  }

  /// The body in one piece.
  public byte[] body() {
    byte[] body = new byte[chunks.stream().mapToInt(Buffer::length).sum()];
    int offset = 0;
    for (Buffer chunk : chunks) {
      chunk.getBytes(body, offset);
      offset += chunk.length();
    }
    return body;
  }

  /// What is left of `timeout`, which began when the body had arrived.
  public Duration left(Duration timeout) {
    return timeout.minusNanos(System.nanoTime() - arrived);
  }
}
