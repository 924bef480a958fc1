package podium.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// All waiting requests, one [Lane] each, shared out evenly by tokens: the next job always comes
/// from the lane that was served the fewest (start-time fair queueing, Goyal et al. 1996). A new
/// lane starts level with the least served, so it neither waits for those ahead of it nor overtakes
/// them for longer than it takes to catch up one job.
///
/// That is so among requests of one priority. Those of a worse priority wait until none of a better
/// one does, and make room when the queue is full.
///
/// What several requests want is in the lane of each and leaves all of them when the first of them
/// gets it ([Jobs]), so that it is computed as early as the best of its claims demands.
///
/// Not thread-safe; guarded by the scheduler's lock.
final class FairQueue {

  private static final Comparator<Lane> FROM_WORST =
      Comparator.comparingInt(Lane::priority).thenComparingLong(Lane::arrival).reversed();

  private final Jobs jobs = new Jobs();
  private final PriorityQueue<Lane> lanes =
      new PriorityQueue<>(
          Comparator.comparingInt(Lane::priority)
              .thenComparingLong(Lane::served)
              .thenComparingLong(Lane::arrival));

  /// For each priority, what the lane taken from last had been served before.
  private final Map<Integer, Long> levels = new HashMap<>();

  private long arrivals;
  private long prefixTokens;

  /// Puts `lane` into the queue.
  ///
  /// @return whether some of it runs already, for another request, and so does not wait
  boolean add(Lane lane) {
    boolean runs = false;
    for (Claim claim : lane.claims()) {
      if (jobs.join(claim)) {
        lane.remove(claim);
        runs = true;
      }
    }
    if (!lane.isEmpty()) {
      lane.queued(levels.getOrDefault(lane.priority(), 0L), arrivals++);
      lanes.add(lane);
      prefixTokens += lane.prefixTokens();
    }
    return runs;
  }

  /// Forgets what waits of `lane`, unless others want it, too.
  void remove(Lane lane) {
    if (lanes.remove(lane)) {
      lane.claims().forEach(jobs::leave);
      prefixTokens -= lane.prefixTokens();
    }
  }

  /// Removes requests of a worse priority than `priority`, the worst and latest first, until at
  /// most `limit` tokens wait; none if that is not enough.
  List<Ticket> makeRoom(int priority, long limit) {
    List<Lane> worse =
        lanes.stream().filter(lane -> lane.priority() > priority).sorted(FROM_WORST).toList();
    if (tokens() - tokensOnlyOf(worse) > limit) {
      return List.of();
    }
    List<Ticket> removed = new ArrayList<>();
    for (Lane lane : worse) {
      if (tokens() <= limit) {
        break;
      }
      remove(lane);
      removed.add(lane.ticket());
    }
    return removed;
  }

  private long tokensOnlyOf(Collection<Lane> some) {
    List<Claim> claims = some.stream().flatMap(lane -> lane.claims().stream()).toList();
    return jobs.tokensOnlyOf(claims) + some.stream().mapToLong(Lane::prefixTokens).sum();
  }

  /// Removes the jobs of one batch, of all lanes in turn, the best priority first. Its size comes
  /// as close to `share` tokens as whole jobs allow, and stays below `limit` unless it is a single
  /// longer job. Every one of them must come back to [#ended].
  List<Job> take(long share, int limit) {
    List<Job> batch = new ArrayList<>();
    Set<Lane> misfits = new HashSet<>();
    int filled = 0;
    int room = Integer.MAX_VALUE;
    while (room > 0 && !lanes.isEmpty()) {
      Lane lane = lanes.remove();
      long before = lane.served();
      int prefix = lane.prefixTokens();
      var claim = lane.take(room);
      if (claim.isEmpty()) {
        misfits.add(lane);
        continue;
      }
      prefixTokens -= prefix;
      levels.put(lane.priority(), before);
      batch.add(take(claim.get(), misfits));
      filled += prefix + claim.get().tokens();
      room = room(filled, share, limit);
      if (!lane.isEmpty()) {
        lanes.add(lane);
      }
    }
    lanes.addAll(misfits);
    return batch;
  }

  /// Nobody waits for it any more.
  private Job take(Claim claim, Set<Lane> misfits) {
    Job job = jobs.take(claim);
    for (Claim other : job.claims()) {
      Lane lane = other.ticket().lane();
      int prefix = lane.prefixTokens();
      lane.remove(other);
      if (lane.isEmpty() && (lanes.remove(lane) || misfits.remove(lane))) {
        prefixTokens -= prefix;
      }
    }
    return job;
  }

  /// The longest job that still fits. It may exceed the share by half of itself, since leaving it
  /// out would miss the share by more.
  private static int room(int filled, long share, int limit) {
    return (int) Math.min(limit - filled, 2 * (share - filled));
  }

  /// Forgets a job that was taken. Whoever asks for the same from now on waits anew.
  void ended(Job job) {
    jobs.ended(job);
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }

  /// Tokens of all that waits, counted once whoever wants it.
  long tokens() {
    return jobs.waitingTokens() + prefixTokens;
  }

  int requests() {
    return lanes.size();
  }

  /// Removes everything and says whose it was.
  List<Ticket> clear() {
    List<Lane> all = List.copyOf(lanes);
    all.forEach(this::remove);
    return all.stream().map(Lane::ticket).toList();
  }
}
