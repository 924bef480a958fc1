package podium.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import podium.Precision;
import podium.RerankException.NotEnoughMemory;

/// Refuses a model that does not fit in memory before anything of it is loaded, so that the kernel
/// need not end the process half-way.
record MemoryCheck(AvailableMemory available) {

  /// Memory that others hold now may come free.
  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final double GIGABYTE = 1e9;

  /// @throws NotEnoughMemory saying how much is needed and how much there is
  void check(ModelMemory memory, Precision precision) {
    long needed = memory.total();
    OptionalLong left = available.bytes();
    if (left.isPresent() && left.getAsLong() < needed) {
      throw new NotEnoughMemory(
          "in %s it needs %.2f GB of memory, but only %.2f GB are available"
              .formatted(precision, needed / GIGABYTE, left.getAsLong() / GIGABYTE),
          Optional.of(RETRY));
    }
  }
}
