package podium.soak;

import java.util.Optional;

/// A query and a document of which a model's logit is known.
///
/// @param instruction empty: the model's own
/// @param cut whether text had to be cut, so that the request must say where
/// @param tokens of the pair
record KnownPair(
    String query,
    String document,
    Optional<String> instruction,
    boolean cut,
    int tokens,
    double logit) {

  double score() {
    return 1 / (1 + Math.exp(-logit));
  }
}
