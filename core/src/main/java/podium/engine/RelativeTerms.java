package podium.engine;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import podium.tensor.Batch;

/// What the distance of a query and a key adds to their attention score (He et al. 2021,
/// "DeBERTa"), content to position and position to content:
///
///     s_ij = (q_i·k_j + q_i·K[row(i − j)] + k_j·Q[row(i − j)]) · scale
///
/// Each head has its own columns of K and Q, as it has of q and k.
///
/// @param keys K, `[distances, heads · d]`, or empty where the network has no such term
/// @param queries Q, of the same size, or empty
/// @param row the table row of a distance, which may be negative; defined for every integer
public record RelativeTerms(
    Optional<Engine.Table> keys, Optional<Engine.Table> queries, IntUnaryOperator row) {

  /// Refuses a batch or an attention that cannot have these terms.
  ///
  /// @throws IllegalArgumentException saying why
  public void checkAgainst(Batch batch, AttentionShape shape) {
    if (shape.keyHeads() != shape.heads()) {
      throw new IllegalArgumentException("relative terms need as many key heads as query heads");
    }
    for (int i = 0; i < batch.sequences(); i++) {
      if (batch.firstPosition(i) > 0) {
        throw new IllegalArgumentException("relative terms cannot have prefixes");
      }
    }
    Stream.of(keys, queries)
        .flatMap(Optional::stream)
        .filter(table -> table.columns() != shape.heads() * shape.headSize())
        .findAny()
        .ifPresent(table -> {
          throw new IllegalArgumentException(
              "table columns: expected %d, found %d"
                  .formatted(shape.heads() * shape.headSize(), table.columns()));
        });
  }
}
