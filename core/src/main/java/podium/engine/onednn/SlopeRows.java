package podium.engine.onednn;

import java.lang.foreign.MemorySegment;
import podium.engine.RelativeTerms.Slopes;

/// The penalties of [Slopes] for one call, by head and distance: the scores of a query begin as a
/// slice of them, and its products are added.
///
/// @param penalties `[heads, 2 · reach]`: column x of a head is `−slope · |x − reach| / scale`
/// @param reach more than any distance
record SlopeRows(Matrix penalties, int reach) implements ScoreTerms {

  /// For sequences of at most `length` tokens.
  ///
  /// @param scale factor on the sum of products and penalties
  static SlopeRows of(Slopes slopes, float scale, int length, Pool pool) {
    int reach = Matrix.roundUp(length) + Matrix.ROW_STEP;
    int heads = slopes.slopes().size();
    Matrix penalties = pool.create(heads, 2 * reach, Element.F32);
    float[] row = new float[2 * reach];
    for (int head = 0; head < heads; head++) {
      double rate = slopes.slopes().get(head) / scale;
      for (int x = 0; x < row.length; x++) {
        row[x] = (float) (-rate * Math.abs(x - reach));
      }
      Floats.write(row, penalties, head, 0, row.length);
    }
    return new SlopeRows(penalties, reach);
  }

  /// Writes the penalties of a block of queries.
  ///
  /// @param head the row that [#penalties] has for the head
  /// @param scores of the head, `[roundedQueries, roundedKeys]`
  void write(AttentionBlock block, int head, MemorySegment scores) {
    long rowBytes = (long) block.roundedKeys() * Float.BYTES;
    MemorySegment source = penalties.memory();
    for (int i = 0; i < block.roundedQueries(); i++) {
      int first = block.key() - block.position() - i + reach;
      MemorySegment.copy(source, penalties.byteOffset(head, first), scores, i * rowBytes, rowBytes);
    }
  }
}
