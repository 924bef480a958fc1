package podium.schedule;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import podium.tensor.Digest;

/// All that waits or runs, each distinct sequence once, and who wants it. Guarded by the
/// scheduler's lock.
final class Jobs {

  private final Map<Digest, Job> byDigest = new HashMap<>();
  private long waitingTokens;

  /// Makes `claim` one of those to its sequence.
  ///
  /// @return whether it is being computed already
  boolean join(Claim claim) {
    Job job = byDigest.computeIfAbsent(claim.digest(), _ -> new Job());
    change(job, changed -> changed.join(claim));
    return job.isTaken();
  }

  /// Takes a claim back. What nobody wants is forgotten.
  void leave(Claim claim) {
    Job job = of(claim);
    change(job, changed -> changed.leave(claim));
    if (job.claims().isEmpty()) {
      byDigest.remove(claim.digest());
    }
  }

  /// Begins to compute a sequence that waits, for `claim`.
  Job take(Claim claim) {
    Job job = of(claim);
    change(job, changed -> changed.take(claim));
    return job;
  }

  void ended(Job job) {
    byDigest.remove(job.digest());
  }

  private Job of(Claim claim) {
    Job job = byDigest.get(claim.digest());
    if (job == null) {
      throw new IllegalStateException("a claim to nothing. This is a bug.");
    }
    return job;
  }

  private void change(Job job, Consumer<Job> change) {
    waitingTokens -= job.waitingTokens();
    change.accept(job);
    waitingTokens += job.waitingTokens();
  }

  /// Tokens of all that waits.
  long waitingTokens() {
    return waitingTokens;
  }

  /// Tokens that wait for nobody but these.
  long tokensOnlyOf(Collection<Claim> claims) {
    Set<Claim> these = Collections.newSetFromMap(new IdentityHashMap<>());
    these.addAll(claims);
    return claims.stream()
        .map(this::of)
        .distinct()
        .filter(job -> these.containsAll(job.claims()))
        .mapToLong(Job::waitingTokens)
        .sum();
  }
}
