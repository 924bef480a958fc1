package podium.runtime;

import java.util.List;
import java.util.OptionalLong;
import podium.Precision;
import podium.RerankException.ModelUnavailable;
import podium.model.ModelDirectory;
import podium.nn.Network;
import podium.nn.NetworkFamily;
import podium.nn.ShapeEngine;
import podium.tensor.Batch;
import podium.tensor.Encoding;

/// Refuses a model that does not fit in memory before anything of it is loaded, so that the kernel
/// need not end the process half-way.
record MemoryCheck(AvailableMemory available) {

  /// Weights are laid out in blocks, which leaves a little unused.
  private static final double LAYOUT = 1.05;

  /// Tokenizer, activations of the workers, compiled kernels.
  private static final long OVERHEAD = 200_000_000;

  /// Of what is left for activations; the rest is for compiled kernels and attention.
  private static final double SHARE_OF_ACTIVATIONS = 0.75;

  /// The memory of a pass grows with its tokens, so that a short one shows it.
  private static final int SAMPLE_TOKENS = 256;

  private static final double GIGABYTE = 1e9;

  /// Also checks every tensor of the model, reading no weights.
  ///
  /// @throws ModelUnavailable saying how much is needed and how much there is, or which tensor is
  ///   wrong
  void check(NetworkFamily family, ModelDirectory model, Precision precision) {
    var shapes = new ShapeEngine();
    family.load(model, shapes);
    long needed = (long) (LAYOUT * shapes.bytes(precision)) + OVERHEAD;
    OptionalLong left = available.bytes();
    if (left.isPresent() && left.getAsLong() < needed) {
      throw new ModelUnavailable(
          "in %s it needs %.1f GB of memory, but only %.1f GB are available"
              .formatted(precision, needed / GIGABYTE, left.getAsLong() / GIGABYTE));
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
