package podium.nn;

import java.util.List;
import podium.engine.Rotation;
import podium.tensor.Batch;
import podium.tensor.PatchGrid;
import podium.tensor.Picture;
import podium.tensor.PlacedPicture;
import podium.tensor.Prefix;

/// The positions of tokens in time, height and width (Wang et al. 2024, "M-RoPE"). A token of text
/// has one more than the token before it in all three. The tokens of a picture have the same time;
/// its rows go down and its columns to the right from there; what follows goes on behind its longer
/// side.
final class SpatialPositions {

  private final int[] times;
  private final int[] rows;
  private final int[] columns;

  private SpatialPositions(int tokens) {
    this.times = new int[tokens];
    this.rows = new int[tokens];
    this.columns = new int[tokens];
  }

  /// Of all tokens of a batch.
  static SpatialPositions of(Batch batch) {
    var positions = new SpatialPositions(batch.tokens());
    for (int s = 0; s < batch.sequences(); s++) {
      int first = batch.before(s).map(SpatialPositions::end).orElse(0);
      positions.place(batch.start(s), batch.length(s), batch.pictures(s), first);
    }
    return positions;
  }

  /// Where what follows a prefix begins.
  private static int end(Prefix prefix) {
    int end = prefix.length();
    for (PlacedPicture placed : prefix.pictures()) {
      end += extent(placed.picture()) - placed.picture().tokens();
    }
    return end;
  }

  /// By how much a picture moves on what follows.
  private static int extent(Picture picture) {
    PatchGrid grid = picture.grid();
    return Math.max(grid.gridHeight(), grid.gridWidth()) / PatchGrid.BLOCK;
  }

  private void place(int start, int length, List<PlacedPicture> pictures, int first) {
    int next = first;
    int row = start;
    for (PlacedPicture placed : pictures) {
      next = placeText(row, placed.at(), next);
      place(placed, next);
      next += extent(placed.picture());
      row = placed.at() + placed.picture().tokens();
    }
    placeText(row, start + length, next);
  }

  /// @return the position after the last
  private int placeText(int from, int to, int first) {
    for (int row = from; row < to; row++) {
      int position = first + row - from;
      times[row] = position;
      rows[row] = position;
      columns[row] = position;
    }
    return first + to - from;
  }

  private void place(PlacedPicture placed, int first) {
    int across = placed.picture().grid().gridWidth() / PatchGrid.BLOCK;
    for (int token = 0; token < placed.picture().tokens(); token++) {
      int row = placed.at() + token;
      times[row] = first;
      rows[row] = first + token / across;
      columns[row] = first + token % across;
    }
  }

  /// The turns by these positions, interleaved: pair i of a head turns by the row if i mod 3 is 1,
  /// by the column if it is 2, and else, and behind the last of these, by the time.
  ///
  /// @param rowPairs how many pairs turn by the row
  /// @param columnPairs how many by the column
  Rotation rotation(RopeTable rope, int rowPairs, int columnPairs) {
    return rope.at(
        times.length,
        (token, pair) -> {
          if (pair % 3 == 1 && pair < 3 * rowPairs) {
            return rows[token];
          }
          return pair % 3 == 2 && pair < 3 * columnPairs ? columns[token] : times[token];
        });
  }

  /// Time, row and column of each token, for tests.
  List<int[]> axes() {
    return List.of(times.clone(), rows.clone(), columns.clone());
  }
}
