package podium.soak;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// What the clients saw. Thread-safe.
final class Findings {

  private static final int ENOUGH = 50;

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  /// Something that may happen did.
  void count(String what) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
  }

  /// Something that must not happen did.
  void wrong(String what) {
    count("WRONG");
    if (wrong.size() < ENOUGH) {
      wrong.add(what);
    }
  }

  long of(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  /// The first things that must not happen and did.
  List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
