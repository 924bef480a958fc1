package podium.nn;

import podium.engine.Operators;
import podium.tensor.Batch;

/// A loaded network. Immutable and shared by all workers; its weights live as long as the engine
/// that loaded them.
public interface Network {

  /// One relevance logit per sequence of the batch. A network with two labels returns `l₁ − l₀`.
  /// Served scores are `sigmoid(logit)`, also where a configuration asks for the bare logit
  /// (`"activation_fn": "…Identity"`): the order is the same, and scores of all models lie in 0..1.
  ///
  /// @return `[batch.sequences()]`
  float[] logits(Operators operators, Batch batch);

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

  /// Floating-point operations of the matrix products that [#logits] asks for, as [FlopCounter]
  /// defines them.
  default long flops(Batch batch) {
    var counter = new FlopCounter();
    logits(counter, batch);
    return counter.flops();
  }
}
