package podium.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import podium.Precision;
import podium.RerankException.NotEnoughMemory;
import podium.nn.Network;
import podium.tensor.Batch;
import podium.tensor.Encoding;

/// Refuses a model that does not fit in memory before anything of it is loaded, so that the kernel
/// need not end the process half-way.
record MemoryCheck(AvailableMemory available) {

  /// Memory that others hold now may come free.
  private static final Duration RETRY = Duration.ofSeconds(5);

  /// Of what is left for activations; the rest is for compiled kernels and attention.
  private static final double SHARE_OF_ACTIVATIONS = 0.75;

  /// The memory of a pass grows with its tokens, so that a short one shows it.
  private static final int SAMPLE_TOKENS = 256;

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

  /// How many tokens a sequence may have for there to be memory for it, in f32. Most batches are
  /// far from that, so that nothing is kept back for what other workers do.
  int longestSequence(Network network) {
    OptionalLong left = available.bytes();
    if (left.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    var sample = new Encoding(new int[SAMPLE_TOKENS], new int[SAMPLE_TOKENS], false);
    double bytesPerToken =
        (double) Float.BYTES * network.mostHeld(Batch.of(List.of(sample))) / SAMPLE_TOKENS;
    return (int)
        Math.min(SHARE_OF_ACTIVATIONS * left.getAsLong() / bytesPerToken, Integer.MAX_VALUE);
  }
}
