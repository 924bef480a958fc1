package podium.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import podium.tensor.Batch;

/// What the distance `i − j` of a query and a key adds to their attention score.
public sealed interface RelativeTerms {

  /// Terms that depend on what query and key are (He et al. 2021, "DeBERTa"), content to position
  /// and position to content:
  ///
  ///     s_ij = (q_i·k_j + q_i·K[row(i − j)] + k_j·Q[row(i − j)]) · scale
  ///
  /// Each head has its own columns of K and Q, as it has of q and k.
  ///
  /// @param keys K, `[distances, heads · d]`, or empty where the network has no such term
  /// @param queries Q, of the same size, or empty
  /// @param row the table row of a distance, which may be negative; defined for every integer
  record Content(
      Optional<Engine.Positions> keys, Optional<Engine.Positions> queries, IntUnaryOperator row)
      implements RelativeTerms {

    /// K and Q, those that there are.
    public List<Engine.Positions> tables() {
      return Stream.of(keys, queries).flatMap(Optional::stream).toList();
    }

    @Override
    public void checkAgainst(AttentionShape shape) {
      if (shape.keyHeads() != shape.heads()) {
        throw new IllegalArgumentException("relative terms need as many key heads as query heads");
      }
      int width = shape.heads() * shape.headSize();
      for (Engine.Positions table : tables()) {
        if (table.columns() != width) {
          throw new IllegalArgumentException(
              "table columns: expected %d, found %d".formatted(width, table.columns()));
        }
      }
    }
  }

  /// A penalty that grows with the distance, at a rate of its own for each head (Press et al. 2022,
  /// "ALiBi"; to both sides):
  ///
  ///     s_ij = q_i·k_j · scale − slope · |i − j|
  ///
  /// @param slopes one per head
  record Slopes(List<Float> slopes) implements RelativeTerms {

    public Slopes {
      slopes = List.copyOf(slopes);
    }

    @Override
    public void checkAgainst(AttentionShape shape) {
      if (slopes.size() != shape.heads()) {
        throw new IllegalArgumentException(
            "slopes: expected %d, found %d".formatted(shape.heads(), slopes.size()));
      }
    }
  }

  /// Refuses an attention that cannot have these terms.
  ///
  /// @throws IllegalArgumentException saying why
  void checkAgainst(AttentionShape shape);

  /// Also refuses a batch with prefixes.
  ///
  /// @throws IllegalArgumentException saying why
  default void checkAgainst(Batch batch, AttentionShape shape) {
    checkAgainst(shape);
    for (int i = 0; i < batch.sequences(); i++) {
      if (batch.firstPosition(i) > 0) {
        throw new IllegalArgumentException("relative terms cannot have prefixes");
      }
    }
  }
}
