package podium.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import podium.tensor.Digest;
import podium.tensor.Prefix;

/// What waits of one request, sorted by length. Guarded by the scheduler's lock once it is queued.
final class Lane {

  private final Ticket ticket;
  private final int priority;
  private final TreeMap<Integer, SequencedMap<Digest, Claim>> byLength = new TreeMap<>();
  private int prefixTokens;
  private long tokens;
  private long served;
  private long arrival;

  /// @param priority the lower number goes first
  Lane(Ticket ticket, List<Claim> claims, int priority) {
    this.ticket = ticket;
    this.priority = priority;
    for (Claim claim : claims) {
      byLength
          .computeIfAbsent(claim.tokens(), _ -> new LinkedHashMap<>())
          .put(claim.digest(), claim);
      tokens += claim.tokens();
    }
    prefixTokens =
        claims.stream()
            .findFirst()
            .flatMap(c -> c.encoding().prefix())
            .map(Prefix::length)
            .orElse(0);
  }

  /// Takes its place among the others: behind those that arrived before and were served as little.
  void queued(long servedSoFar, long arrivalNumber) {
    served = servedSoFar;
    arrival = arrivalNumber;
  }

  /// Removes the longest claim of at most `maxTokens` tokens, if there is one. Long ones first
  /// leaves short ones for the end, where they even out what the workers have to do. The first one
  /// brings the prefix along, to which the same bound applies.
  Optional<Claim> take(int maxTokens) {
    Map.Entry<Integer, SequencedMap<Digest, Claim>> longest =
        byLength.floorEntry(maxTokens - prefixTokens);
    if (longest == null) {
      return Optional.empty();
    }
    Claim claim = longest.getValue().firstEntry().getValue();
    served += prefixTokens + claim.tokens();
    prefixTokens = 0;
    remove(claim);
    return Optional.of(claim);
  }

  /// Removes a claim that waits no more. Nobody needs the prefix when none waits.
  void remove(Claim claim) {
    Map<Digest, Claim> alike = byLength.get(claim.tokens());
    if (alike == null || alike.remove(claim.digest()) == null) {
      return;
    }
    tokens -= claim.tokens();
    if (alike.isEmpty()) {
      byLength.remove(claim.tokens());
    }
    if (byLength.isEmpty()) {
      prefixTokens = 0;
    }
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

  /// All that waits.
  List<Claim> claims() {
    return byLength.values().stream().flatMap(alike -> alike.values().stream()).toList();
  }

  /// Tokens of all that waits, whoever else wants it, and of the prefix.
  long tokens() {
    return tokens + prefixTokens;
  }

  /// Tokens of the prefix, as long as nothing of it was taken.
  int prefixTokens() {
    return prefixTokens;
  }

  /// Tokens taken so far, counted from where it was queued.
  long served() {
    return served;
  }

  long arrival() {
    return arrival;
  }
}
