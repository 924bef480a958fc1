package podium.image;

import java.nio.ByteBuffer;

/// Tables of colours, each 0xRRGGBB.
final class Palette {

  private Palette() {}

  /// Reads up to `count` colours of three bytes red, green, blue into `colors`. Those that a file
  /// lacks stay black, as in Pillow.
  static void read(ByteBuffer data, int count, int[] colors) {
    for (int i = 0; i < Math.min(count, colors.length); i++) {
      int red = data.get() & 0xff;
      int green = data.get() & 0xff;
      colors[i] = PixelRule.pack(red, green, data.get() & 0xff);
    }
  }

  /// `count` greys from black to white.
  static int[] greys(int count) {
    int[] colors = new int[count];
    for (int i = 0; i < count; i++) {
      colors[i] = 0x010101 * (i * 255 / (count - 1));
    }
    return colors;
  }
}
