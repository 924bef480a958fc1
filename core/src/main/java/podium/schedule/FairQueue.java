package podium.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// All waiting requests, one [Lane] each, shared out evenly by tokens: the next job always comes
/// from the lane that was served the fewest (start-time fair queueing, Goyal et al. 1996). A new
/// lane starts level with the least served, so it neither waits for those ahead of it nor overtakes
/// them for longer than it takes to catch up one job.
///
/// That is so among requests of one priority. Those of a worse priority wait until none of a better
/// one does, and make room when the queue is full.
///
/// Not thread-safe; guarded by the scheduler's lock.
final class FairQueue {

  private final PriorityQueue<Lane> lanes =
      new PriorityQueue<>(
          Comparator.comparingInt(Lane::priority)
              .thenComparingLong(Lane::served)
              .thenComparingLong(Lane::arrival));

  /// For each priority, what the lane taken from last had been served before.
  private final Map<Integer, Long> levels = new HashMap<>();

  private long arrivals;
  private long tokens;

  void add(Lane lane) {
    lane.queued(levels.getOrDefault(lane.priority(), 0L), arrivals++);
    lanes.add(lane);
    tokens += lane.tokens();
  }

  /// Forgets what waits of `lane`.
  void remove(Lane lane) {
    if (lanes.remove(lane)) {
      tokens -= lane.tokens();
    }
  }

  /// Removes requests of a worse priority than `priority`, the worst and latest first, until at
  /// most `limit` tokens wait; none if that is not enough.
  List<Ticket> makeRoom(int priority, long limit) {
    List<Lane> worse =
        lanes.stream()
            .filter(lane -> lane.priority() > priority)
            .sorted(
                Comparator.comparingInt(Lane::priority).thenComparingLong(Lane::arrival).reversed())
            .toList();
    if (tokens - worse.stream().mapToLong(Lane::tokens).sum() > limit) {
      return List.of();
    }
    List<Ticket> removed = new ArrayList<>();
    for (int i = 0; tokens > limit; i++) {
      remove(worse.get(i));
      removed.add(worse.get(i).ticket());
    }
    return removed;
  }

  /// Removes the jobs of one batch, of all lanes in turn, the best priority first. Its size comes
  /// as close to `share` tokens as whole jobs allow, and stays below `limit` unless it is a single
  /// longer job.
  List<Job> take(long share, int limit) {
    List<Job> batch = new ArrayList<>();
    List<Lane> misfits = new ArrayList<>();
    int filled = 0;
    int room = Integer.MAX_VALUE;
    while (room > 0 && !lanes.isEmpty()) {
      Lane lane = lanes.remove();
      long before = lane.served();
      long waited = lane.tokens();
      var job = lane.take(room);
      if (job.isEmpty()) {
        misfits.add(lane);
        continue;
      }
      levels.put(lane.priority(), before);
      batch.add(job.get());
      filled += (int) (waited - lane.tokens());
      room = room(filled, share, limit);
      if (!lane.isEmpty()) {
        lanes.add(lane);
      }
    }
    lanes.addAll(misfits);
    tokens -= filled;
    return batch;
  }

  /// The longest job that still fits. It may exceed the share by half of itself, since leaving it
  /// out would miss the share by more.
  private static int room(int filled, long share, int limit) {
    return (int) Math.min(limit - filled, 2 * (share - filled));
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /// Tokens of all jobs that wait.
  long tokens() {
    return tokens;
  }

  int requests() {
    return lanes.size();
  }

  /// Removes everything and says whose it was.
  List<Ticket> clear() {
    List<Ticket> tickets = lanes.stream().map(Lane::ticket).toList();
    lanes.clear();
    tokens = 0;
    return tickets;
  }
}
