package podium.catalog;

import java.time.Duration;
import podium.runtime.MachineMemory;

/// How long models stay in memory, and how much of it they may take together.
///
/// @param limitBytes by the estimate that each model is given before it is loaded
///   ([podium.Reranker.Opener#memory])
/// @param idleTimeout after which a model that nobody uses leaves; zero: never
public record Residence(long limitBytes, Duration idleTimeout) {

  /// A limit that no machine reaches, and that can be reckoned with.
  public static final long NO_LIMIT = Long.MAX_VALUE / 4;

  /// Models stay until they are asked to leave.
  public static final Residence UNLIMITED = new Residence(NO_LIMIT, Duration.ZERO);

  public Residence {
    if (limitBytes < 1) {
      throw new IllegalArgumentException(
          "memory-limit must be at least 1 byte, but is " + limitBytes);
    }
    if (idleTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "idle-timeout must not be negative, but is " + idleTimeout);
    }
  }

  /// So many bytes as are `percent` of what this process may take of the machine.
  public static long ofMachine(int percent) {
    return MachineMemory.bytes() / 100 * percent;
  }

  public boolean isLimited() {
    return limitBytes < NO_LIMIT;
  }
}
