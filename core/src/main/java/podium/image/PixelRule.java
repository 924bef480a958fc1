package podium.image;

import java.awt.image.Raster;

/// How the samples of one pixel become red, green and blue, for the ways in which files store
/// pixels. Alpha is applied where Pillow opens a file as `RGBA`, and dropped elsewhere.
@FunctionalInterface
interface PixelRule {

  PixelRule GREY = (s, i) -> 0x010101 * s[i];

  /// Pillow clips 16-bit grey values instead of scaling them, and so do we.
  PixelRule GREY_16 = (s, i) -> 0x010101 * Math.min(s[i], 255);

  PixelRule RGB = (s, i) -> pack(s[i], s[i + 1], s[i + 2]);
  PixelRule RGB_16 = (s, i) -> pack(s[i] >> 8, s[i + 1] >> 8, s[i + 2] >> 8);
  PixelRule RGBA = (s, i) -> onWhite(s[i], s[i + 1], s[i + 2], s[i + 3]);
  PixelRule RGBA_16 = (s, i) -> onWhite(s[i] >> 8, s[i + 1] >> 8, s[i + 2] >> 8, s[i + 3] >> 8);
  PixelRule GREY_ALPHA_16 = (s, i) -> onWhite(s[i] >> 8, s[i] >> 8, s[i] >> 8, s[i + 1] >> 8);
  PixelRule YCC = (s, i) -> yccToRgb(s[i], s[i + 1], s[i + 2]);

  /// Inverted as Adobe writes it, which Pillow assumes of all JPEG files.
  PixelRule CMYK = (s, i) -> withBlack(s[i], s[i + 1], s[i + 2], s[i + 3]);

  PixelRule YCCK =
      (s, i) -> {
        int cmy = yccToRgb(s[i], s[i + 1], s[i + 2]) ^ 0xffffff;
        return withBlack(cmy >> 16, cmy >> 8 & 0xff, cmy & 0xff, s[i + 3]);
      };

  /// Red, green and blue as 0xRRGGBB of the pixel whose samples begin at `samples[at]`.
  int rgb(int[] samples, int at);

  /// Indices into `colors`, each 0xRRGGBB.
  static PixelRule palette(int[] colors) {
    return (s, i) -> colors[s[i]];
  }

  /// Red, green and blue whose brightest samples are `red`, `green` and `blue`.
  static PixelRule scaled(int red, int green, int blue) {
    return (s, i) -> pack(s[i] * 255 / red, s[i + 1] * 255 / green, s[i + 2] * 255 / blue);
  }

  /// All pixels of `raster`.
  static RgbImage convert(Raster raster, PixelRule rule) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    byte[] rgb = new byte[Math.multiplyExact(width * raster.getHeight(), RgbImage.CHANNELS)];
    int[] row = new int[width * bands];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int color = rule.rgb(row, x * bands);
        rgb[to++] = (byte) (color >> 16);
        rgb[to++] = (byte) (color >> 8);
        rgb[to++] = (byte) color;
      }
    }
    return new RgbImage(width, raster.getHeight(), rgb);
  }

  static int pack(int red, int green, int blue) {
    return red << 16 | green << 8 | blue;
  }

  private static int onWhite(int red, int green, int blue, int alpha) {
    return pack(onWhite(red, alpha), onWhite(green, alpha), onWhite(blue, alpha));
  }

  /// Pillow's `paste` with a mask on a white background.
  static int onWhite(int value, int alpha) {
    int sum = 255 * (255 - alpha) + value * alpha + 128;
    return ((sum >> 8) + sum) >> 8;
  }

  /// The conversion of JFIF in 16-bit fixed point, as libjpeg computes it.
  private static int yccToRgb(int y, int cb, int cr) {
    int blue = cb - 128;
    int red = cr - 128;
    return pack(
        clamp(y + ((91_881 * red + 32_768) >> 16)),
        clamp(y + ((-22_554 * blue - 46_802 * red + 32_768) >> 16)),
        clamp(y + ((116_130 * blue + 32_768) >> 16)));
  }

  /// Inverted cyan, magenta, yellow and black.
  private static int withBlack(int cyan, int magenta, int yellow, int black) {
    return pack(inkLeft(cyan, black), inkLeft(magenta, black), inkLeft(yellow, black));
  }

  private static int inkLeft(int inverted, int black) {
    int product = (255 - inverted) * black + 128;
    return clamp(black - (((product >> 8) + product) >> 8));
  }

  private static int clamp(int value) {
    return Math.clamp(value, 0, 255);
  }
}
