package podium.tensor;

import java.util.Arrays;

/// An image of one shade.
public record GreyGrid(int gridHeight, int gridWidth, float shade) implements PatchGrid {

  /// Of Qwen3-VL.
  private static final int PATCH = 3 * 2 * 16 * 16;

  /// A picture of that size in a shade of its own.
  public static Picture picture(int gridHeight, int gridWidth, float shade) {
    var grid = new GreyGrid(gridHeight, gridWidth, shade);
    return new Picture(grid.toString(), grid);
  }

  @Override
  public int patchLength() {
    return PATCH;
  }

  @Override
  public void copyTo(float[] target, int from) {
    Arrays.fill(target, from, from + count() * PATCH, shade);
  }
}
