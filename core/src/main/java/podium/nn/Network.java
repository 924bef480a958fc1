package podium.nn;

import podium.engine.Operators;
import podium.tensor.Batch;

/// A loaded network. Immutable and shared by all workers; its weights live as long as the engine
/// that loaded them.
public interface Network {

  /// What it says of each sequence of the batch that is scored: one logit if it is a [PairNetwork],
  /// or the vectors of a block of documents ([BlockVectors]).
  ///
  /// @return `[sequences − prefixes][values]`
  float[][] outputs(Operators operators, Batch batch);

  /// How many numbers are kept for each token of a prefix, in the engine's precision. 0, if tokens
  /// see what comes after them, so that no prefix can be shared.
  default long keptPerPrefixToken() {
    return 0;
  }

  /// How many numbers are kept, in f32, for each token of a picture that several sequences show. 0,
  /// if the network sees no pictures.
  default long keptPerPictureToken() {
    return 0;
  }

  /// The most rows that its matrices have while it computes sequences of so many tokens together.
  default int rowsAtOnce(int tokens) {
    return tokens;
  }

  /// Floating-point operations of the matrix products that [#outputs] asks for, as [FlopCounter]
  /// defines them.
  default long flops(Batch batch) {
    var counter = new FlopCounter();
    outputs(counter, batch);
    return counter.flops();
  }

  /// The most numbers that it holds at once while it computes `batch`, weights not counted.
  default long mostHeld(Batch batch) {
    var counter = new FlopCounter();
    outputs(counter, batch);
    return counter.mostHeld();
  }
}
