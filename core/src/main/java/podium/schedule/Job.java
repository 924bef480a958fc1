package podium.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import podium.tensor.Digest;
import podium.tensor.Encoding;

/// One sequence that waits or runs, and all claims to its logit. It is computed once: for the first
/// of its claims whose turn it is, with that claim's prefix, and for the others for nothing.
/// Guarded by the scheduler's lock. Equal only to itself.
final class Job {

  private final List<Claim> claims = new ArrayList<>(1);
  private @Nullable Claim taken;

  void join(Claim claim) {
    claims.add(claim);
  }

  void leave(Claim claim) {
    claims.remove(claim);
  }

  /// Begins to be computed for `claim`.
  void take(Claim claim) {
    taken = claim;
  }

  boolean isTaken() {
    return taken != null;
  }

  /// All that still want it.
  List<Claim> claims() {
    return claims;
  }

  /// The claim it is computed for, or would be now.
  private Claim claim() {
    return taken == null ? claims.getFirst() : taken;
  }

  Digest digest() {
    return claim().digest();
  }

  Encoding encoding() {
    return claim().encoding();
  }

  /// The request it is computed for.
  Ticket ticket() {
    return claim().ticket();
  }

  /// Without those of the prefix.
  int tokens() {
    return claim().tokens();
  }

  /// Tokens that it adds to what waits.
  int waitingTokens() {
    return isTaken() || claims.isEmpty() ? 0 : tokens();
  }
}
