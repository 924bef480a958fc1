package podium.image;

import podium.tensor.PatchGrid;

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
public final class Patches implements PatchGrid {

  /// Pixels along each side of a patch.
  public static final int SIDE = 16;

  /// Values of one patch.
  public static final int LENGTH = RgbImage.CHANNELS * 2 * SIDE * SIDE;

  private static final int FRAME = SIDE * SIDE;
  private static final float[] NORMALISED = normalised();

  private final RgbImage image;

  /// @param image with sides that are multiples of `SIDE * BLOCK`
  Patches(RgbImage image) {
    if (image.width() % (SIDE * BLOCK) != 0 || image.height() % (SIDE * BLOCK) != 0) {
      throw new IllegalArgumentException(
          "%d × %d pixels cannot be cut into blocks".formatted(image.width(), image.height()));
    }
    this.image = image;
  }

  @Override
  public int gridHeight() {
    return image.height() / SIDE;
  }

  @Override
  public int gridWidth() {
    return image.width() / SIDE;
  }

  @Override
  public int patchLength() {
    return LENGTH;
  }

  /// Bytes that are kept.
  public long bytes() {
    return image.rgb().length;
  }

  /// All patches, `[count(), 1536]`.
  public float[] toFloats() {
    float[] result = new float[count() * LENGTH];
    copyTo(result, 0);
    return result;
  }

  @Override
  public void copyTo(float[] target, int from) {
    for (int patch = 0; patch < count(); patch++) {
      fill(target, from + patch * LENGTH, row(patch) * SIDE, column(patch) * SIDE);
    }
  }

  RgbImage image() {
    return image;
  }

  private void fill(float[] target, int first, int top, int left) {
    byte[] rgb = image.rgb();
    for (int y = 0; y < SIDE; y++) {
      int from = ((top + y) * image.width() + left) * RgbImage.CHANNELS;
      int to = first + y * SIDE;
      for (int x = 0; x < SIDE; x++) {
        target[to + x] = NORMALISED[rgb[from] & 0xff];
        target[to + x + 2 * FRAME] = NORMALISED[rgb[from + 1] & 0xff];
        target[to + x + 4 * FRAME] = NORMALISED[rgb[from + 2] & 0xff];
        from += RgbImage.CHANNELS;
      }
    }
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      int one = first + channel * 2 * FRAME;
      System.arraycopy(target, one, target, one + FRAME, FRAME);
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
