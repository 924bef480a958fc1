package podium.engine.onednn;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import podium.engine.Engine.Table;
import podium.engine.Lookup;
import podium.engine.RelativeTerms;

/// The tables of [RelativeTerms] spread out to one row per distance, for one call.
///
/// @param keys rows of K for the distances `reach`, `reach − 1`, …, `1 − reach`
/// @param queries rows of Q for the distances `1 − reach`, `2 − reach`, …, `reach`
record DistanceRows(Optional<Matrix> keys, Optional<Matrix> queries, int reach) {

  /// For sequences of at most `length` tokens.
  static DistanceRows of(
      RelativeTerms terms, int length, Linears linears, Pool pool, Element precision) {
    int reach = Matrix.roundUp(length) + Matrix.ROW_STEP;
    IntUnaryOperator descending = i -> terms.row().applyAsInt(reach - i);
    IntUnaryOperator ascending = i -> terms.row().applyAsInt(i + 1 - reach);
    return new DistanceRows(
        terms.keys().map(t -> linears.convert(spread(t, 2 * reach, descending, pool), precision)),
        terms.queries().map(t -> linears.convert(spread(t, 2 * reach, ascending, pool), precision)),
        reach);
  }

  private static Matrix spread(Table table, int rows, IntUnaryOperator row, Pool pool) {
    int[] ids = new int[rows];
    for (int i = 0; i < rows; i++) {
      ids[i] = row.applyAsInt(i);
    }
    Matrix result = pool.create(rows, table.columns(), Element.F32);
    Gathering.embed(result, new Lookup(table, ids));
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
