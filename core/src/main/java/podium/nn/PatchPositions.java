package podium.nn;

import java.util.List;
import podium.engine.Engine.Table;
import podium.engine.Lookup;
import podium.engine.Operators;
import podium.engine.Rotation;
import podium.engine.Tensor;
import podium.tensor.PatchGrid;

/// Where a patch lies in its image, told to a vision tower in two ways: by the learned position at
/// the same place of a grid that is stretched over the image, interpolated between the four places
/// around it; and by turning one half of each head by the patch's row and the other by its column.
///
/// @param table `[along · along, hidden]`
/// @param along rows and columns of the learned grid
record PatchPositions(Table table, int along, RopeTable rope) {

  /// The learned positions, `[patches of all images, hidden]`.
  Tensor embed(Operators o, List<? extends PatchGrid> images) {
    int patches = images.stream().mapToInt(PatchGrid::count).sum();
    int[][] ids = new int[4][patches];
    float[][] weights = new float[4][patches];
    int at = 0;
    for (PatchGrid image : images) {
      for (int patch = 0; patch < image.count(); patch++, at++) {
        float y = stretched(image.row(patch), image.gridHeight());
        float x = stretched(image.column(patch), image.gridWidth());
        for (int corner = 0; corner < 4; corner++) {
          ids[corner][at] = place(y, corner / 2) * along + place(x, corner % 2);
          weights[corner][at] = weight(y, corner / 2) * weight(x, corner % 2);
        }
      }
    }
    return o.embed(
        new Lookup(table, ids[0], weights[0]),
        new Lookup(table, ids[1], weights[1]),
        new Lookup(table, ids[2], weights[2]),
        new Lookup(table, ids[3], weights[3]));
  }

  /// Where the learned grid has the place `at` of `count`; both begin and end at the same places.
  private float stretched(int at, int count) {
    return count == 1 ? 0 : (float) at * (along - 1) / (count - 1);
  }

  /// @param side 0 for the place before the coordinate, 1 for the one after it
  private int place(float coordinate, int side) {
    return Math.min((int) coordinate + side, along - 1);
  }

  private static float weight(float coordinate, int side) {
    float beyond = coordinate - (int) coordinate;
    return side == 0 ? 1 - beyond : beyond;
  }

  /// The turns of all patches of all images.
  Rotation rotation(List<? extends PatchGrid> images) {
    int patches = images.stream().mapToInt(PatchGrid::count).sum();
    int[] rows = new int[patches];
    int[] columns = new int[patches];
    int at = 0;
    for (PatchGrid image : images) {
      for (int patch = 0; patch < image.count(); patch++, at++) {
        rows[at] = image.row(patch);
        columns[at] = image.column(patch);
      }
    }
    int half = rope.pairs() / 2;
    return rope.at(patches, (patch, pair) -> pair < half ? rows[patch] : columns[patch]);
  }
}
