package podium.image;

/// Decoded pixels, `[height, width, 3]` bytes red, green, blue. Not changed after construction.
final class RgbImage {

  static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] rgb;

  RgbImage(int width, int height, byte[] rgb) {
    if (rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), CHANNELS)) {
      throw new IllegalArgumentException(
          "%d bytes for %d × %d pixels".formatted(rgb.length, width, height));
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  byte[] rgb() {
    return rgb;
  }

  /// This image laid on white, as `alpha` (`[height, width]`, 0 is transparent) lets it show.
  RgbImage onWhite(byte[] alpha) {
    byte[] result = new byte[rgb.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) PixelRule.onWhite(rgb[i] & 0xff, alpha[i / CHANNELS] & 0xff);
    }
    return new RgbImage(width, height, result);
  }

  /// This image at (left, top) on a canvas of the color 0xRRGGBB.
  RgbImage on(int canvasWidth, int canvasHeight, int color, int left, int top) {
    byte[] canvas = new byte[canvasWidth * canvasHeight * CHANNELS];
    for (int i = 0; i < canvas.length; i += CHANNELS) {
      canvas[i] = (byte) (color >> 16);
      canvas[i + 1] = (byte) (color >> 8);
      canvas[i + 2] = (byte) color;
    }
    for (int y = 0; y < height; y++) {
      int to = ((top + y) * canvasWidth + left) * CHANNELS;
      System.arraycopy(rgb, y * width * CHANNELS, canvas, to, width * CHANNELS);
    }
    return new RgbImage(canvasWidth, canvasHeight, canvas);
  }

  /// The image as EXIF orientation `orientation` (1 to 8) says it is to be seen, like Pillow's
  /// `ImageOps.exif_transpose`.
  RgbImage oriented(int orientation) {
    if (orientation == 1) {
      return this;
    }
    boolean swapsSides = orientation >= 5;
    int newWidth = swapsSides ? height : width;
    int newHeight = swapsSides ? width : height;
    byte[] result = new byte[rgb.length];
    int to = 0;
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        int from = CHANNELS * source(orientation, x, y);
        result[to++] = rgb[from];
        result[to++] = rgb[from + 1];
        result[to++] = rgb[from + 2];
      }
    }
    return new RgbImage(newWidth, newHeight, result);
  }

  /// Index of the stored pixel that is seen at (x, y).
  private int source(int orientation, int x, int y) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (orientation) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> throw new IllegalArgumentException("orientation " + orientation);
    };
  }
}
