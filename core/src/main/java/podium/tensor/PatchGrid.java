package podium.tensor;

/// An image cut into patches of equal size, as a vision tower reads it: block by block of [#BLOCK]
/// × [#BLOCK] patches, row by row in each. Immutable.
public interface PatchGrid {

  /// Patches along each side of the blocks that a tower merges into one vector.
  int BLOCK = 2;

  /// Patches from top to bottom, a multiple of [#BLOCK].
  int gridHeight();

  /// Patches from left to right, a multiple of [#BLOCK].
  int gridWidth();

  /// Values of one patch.
  int patchLength();

  /// Writes all patches as f32, `[count(), patchLength()]`, into `target` from element `from` on.
  void copyTo(float[] target, int from);

  /// Number of patches, `gridHeight() * gridWidth()`.
  default int count() {
    return gridHeight() * gridWidth();
  }

  /// Number of vectors that the tower gives to the language model, one for each block.
  default int mergedCount() {
    return count() / (BLOCK * BLOCK);
  }

  /// Where patch `patch` lies, from the top.
  default int row(int patch) {
    int block = patch / (BLOCK * BLOCK);
    return block / (gridWidth() / BLOCK) * BLOCK + patch % (BLOCK * BLOCK) / BLOCK;
  }

  /// Where patch `patch` lies, from the left.
  default int column(int patch) {
    int block = patch / (BLOCK * BLOCK);
    return block % (gridWidth() / BLOCK) * BLOCK + patch % BLOCK;
  }
}
