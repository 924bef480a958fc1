package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import podium.engine.Engine.Positions;
import podium.engine.RelativeTerms.Content;

/// The tables of [Content] spread out to one row per distance, for one call.
///
/// @param keys rows of K for the distances `reach`, `reach − 1`, …, `1 − reach`
/// @param queries rows of Q for the distances `1 − reach`, `2 − reach`, …, `reach`
record DistanceRows(Optional<Matrix> keys, Optional<Matrix> queries, int reach)
    implements ScoreTerms {

  /// For sequences of at most `length` tokens.
  static DistanceRows of(Content terms, int length, Pool pool) {
    int reach = Matrix.roundUp(length) + DistanceTerms.WIDTH_STEP;
    IntUnaryOperator descending = i -> terms.row().applyAsInt(reach - i);
    IntUnaryOperator ascending = i -> terms.row().applyAsInt(i + 1 - reach);
    return new DistanceRows(
        terms.keys().map(table -> spread(table, 2 * reach, descending, pool)),
        terms.queries().map(table -> spread(table, 2 * reach, ascending, pool)),
        reach);
  }

  private static Matrix spread(Positions table, int rows, IntUnaryOperator row, Pool pool) {
    var packed = (PackedPositions) table;
    Matrix result = pool.create(rows, packed.columns(), packed.element());
    MemorySegment source = packed.buffer().segment();
    MemorySegment target = result.memory();
    long bytes = packed.rowBytes();
    for (int i = 0; i < rows; i++) {
      MemorySegment.copy(source, row.applyAsInt(i) * bytes, target, i * bytes, bytes);
    }
    return result;
  }

  /// The row of K from which the distances fall, beginning with this one.
  int keyRow(int distance) {
    return reach - distance;
  }

  /// The row of Q from which the distances rise, beginning with this one.
  int queryRow(int distance) {
    return distance + reach - 1;
  }
}
