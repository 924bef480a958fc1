package podium.schedule;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.tensor.Encoding;

/// What waits of one request, sorted by length. Guarded by the scheduler's lock once it is queued.
final class Lane {

  private final Ticket ticket;
  private final int priority;
  private final TreeMap<Integer, Deque<Job>> byLength = new TreeMap<>();
  private long tokens;
  private long served;
  private long arrival;

  /// @param priority the lower number goes first
  Lane(Ticket ticket, List<Encoding> encodings, int priority) {
    this.ticket = ticket;
    this.priority = priority;
    for (int i = 0; i < encodings.size(); i++) {
      var job = new Job(ticket, i, encodings.get(i));
      byLength.computeIfAbsent(job.tokens(), _ -> new ArrayDeque<>()).add(job);
      tokens += job.tokens();
    }
  }

  /// Takes its place among the others: behind those that arrived before and were served as little.
  void queued(long servedSoFar, long arrivalNumber) {
    served = servedSoFar;
    arrival = arrivalNumber;
  }

  /// Removes the longest job of at most `maxTokens` tokens, if there is one. Long jobs first leaves
  /// short ones for the end, where they even out what the workers have to do.
  Optional<Job> take(int maxTokens) {
    Map.Entry<Integer, Deque<Job>> longest = byLength.floorEntry(maxTokens);
    if (longest == null) {
      return Optional.empty();
    }
    Job job = longest.getValue().remove();
    if (longest.getValue().isEmpty()) {
      byLength.remove(longest.getKey());
    }
    tokens -= job.tokens();
    served += job.tokens();
    return Optional.of(job);
  }

  boolean isEmpty() {
    return byLength.isEmpty();
  }

  Ticket ticket() {
    return ticket;
  }

  int priority() {
    return priority;
  }

  /// Tokens of all jobs that wait.
  long tokens() {
    return tokens;
  }

  /// Tokens taken so far, counted from where it was queued.
  long served() {
    return served;
  }

  long arrival() {
    return arrival;
  }
}
