package podium.runtime;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a running model consists of, closed in the reverse order of opening. Closing twice is fine.
/// Used by one thread at a time.
final class Parts {

  /// Something to close, which throws no checked exception.
  interface Part {
    void close();
  }

  private final Deque<Part> parts = new ArrayDeque<>();

  /// To be closed before all that was added earlier.
  void add(Part part) {
    parts.push(part);
  }

  void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
