package podium.image;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// An image cut into the patches that the vision tower of Qwen3-VL reads, `[gridHeight × gridWidth,
/// 1536]`. Immutable. Only the bytes are kept (a twelfth of the patches' size); the patch vectors
/// are made when they are asked for.
///
/// | axis   | order                                                                              |
/// |--------|------------------------------------------------------------------------------------|
/// | patch  | block row, block column, row in the block of 2 × 2, column in the block            |
/// | vector | channel (3), frame (2 equal copies, as of a film that stands still), y (16), x (16) |
///
/// A value v in 0..255 becomes (v / 255 − 0.5) / 0.5.
public final class Patches {

  /// Pixels along each side of a patch.
  public static final int SIDE = 16;

  /// Patches along each side of the blocks that the tower merges into one vector.
  public static final int MERGE = 2;

  /// Values of one patch.
  public static final int LENGTH = RgbImage.CHANNELS * 2 * SIDE * SIDE;

  private static final int FRAME = SIDE * SIDE;
  private static final float[] NORMALISED = normalised();

  private final RgbImage image;

  /// @param image with sides that are multiples of `SIDE * MERGE`
  Patches(RgbImage image) {
    if (image.width() % (SIDE * MERGE) != 0 || image.height() % (SIDE * MERGE) != 0) {
      throw new IllegalArgumentException(
          "%d × %d pixels cannot be cut into blocks".formatted(image.width(), image.height()));
    }
    this.image = image;
  }

  /// Patches from top to bottom.
  public int gridHeight() {
    return image.height() / SIDE;
  }

  /// Patches from left to right.
  public int gridWidth() {
    return image.width() / SIDE;
  }

  /// Number of patches, `gridHeight() * gridWidth()`.
  public int count() {
    return gridHeight() * gridWidth();
  }

  /// Number of vectors that the tower gives to the language model, one for each block.
  public int mergedCount() {
    return count() / (MERGE * MERGE);
  }

  /// All patches, `[count(), 1536]`.
  public float[] toFloats() {
    float[] result = new float[count() * LENGTH];
    copyTo(MemorySegment.ofArray(result));
    return result;
  }

  /// Writes all patches as f32, `[count(), 1536]`, to the start of `target`.
  public void copyTo(MemorySegment target) {
    float[] vector = new float[LENGTH];
    int blocksAcross = gridWidth() / MERGE;
    for (int patch = 0; patch < count(); patch++) {
      int block = patch / (MERGE * MERGE);
      int inBlock = patch % (MERGE * MERGE);
      int row = block / blocksAcross * MERGE + inBlock / MERGE;
      int column = block % blocksAcross * MERGE + inBlock % MERGE;
      fill(vector, row * SIDE, column * SIDE);
      MemorySegment.copy(
          vector, 0, target, JAVA_FLOAT_UNALIGNED, (long) patch * LENGTH * Float.BYTES, LENGTH);
    }
  }

  RgbImage image() {
    return image;
  }

  private void fill(float[] vector, int top, int left) {
    byte[] rgb = image.rgb();
    for (int y = 0; y < SIDE; y++) {
      int from = ((top + y) * image.width() + left) * RgbImage.CHANNELS;
      int to = y * SIDE;
      for (int x = 0; x < SIDE; x++) {
        vector[to + x] = NORMALISED[rgb[from] & 0xff];
        vector[to + x + 2 * FRAME] = NORMALISED[rgb[from + 1] & 0xff];
        vector[to + x + 4 * FRAME] = NORMALISED[rgb[from + 2] & 0xff];
        from += RgbImage.CHANNELS;
      }
    }
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      int first = channel * 2 * FRAME;
      System.arraycopy(vector, first, vector, first + FRAME, FRAME);
    }
  }

  private static float[] normalised() {
    float[] table = new float[256];
    for (int v = 0; v < table.length; v++) {
      table[v] = ((float) (v / 255.0) - 0.5f) / 0.5f;
    }
    return table;
  }
}
