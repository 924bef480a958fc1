package podium.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import podium.Image;
import podium.tensor.PatchGrid;

/// Square images of noise, each different from all others, and what a vision tower sees of one.
///
/// @param side in pixels, a multiple of 32
record RandomImages(int side) {

  /// Pixels along each side of a block of patches, for which there is one token.
  private static final int BLOCK = 32;

  Image next(SplittableRandom random) {
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < side * side; pixel++) {
      image.setRGB(pixel % side, pixel / side, random.nextInt());
    }
    var file = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "bmp", file);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return Image.of(file.toByteArray());
  }

  /// Tokens of the prompt that an image adds: one a block, and two around them.
  int tokens() {
    return side == 0 ? 0 : grid().mergedCount() + 2;
  }

  /// Patches of the right number, to count with.
  PatchGrid grid() {
    return new Grid(side / BLOCK * PatchGrid.BLOCK);
  }

  private record Grid(int along) implements PatchGrid {

    @Override
    public int gridHeight() {
      return along;
    }

    @Override
    public int gridWidth() {
      return along;
    }

    @Override
    public int patchLength() {
      return 3 * 2 * 16 * 16;
    }

    @Override
    public void copyTo(float[] target, int from) {
      // all zero
    }
  }
}
