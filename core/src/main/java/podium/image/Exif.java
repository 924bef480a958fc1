package podium.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The one thing we read from EXIF data (a TIFF file inside an image file): how the camera was
/// held.
final class Exif {

  /// What holds without EXIF data: the first row is the top, the first column is the left.
  static final int UPRIGHT = 1;

  private static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /// Whether `data` begins with the prefix that JPEG files put before the TIFF header.
  static boolean hasPrefix(ByteBuffer data) {
    byte[] start = new byte[Math.min(PREFIX.length, data.remaining())];
    data.get(data.position(), start);
    return Arrays.equals(start, PREFIX);
  }

  /// Orientation 1 to 8 as in the EXIF standard; 1 if it is missing or the data is broken, which is
  /// no reason to refuse a picture.
  static int orientation(ByteBuffer data) {
    ByteBuffer tiff = (hasPrefix(data) ? data.slice().position(PREFIX.length) : data).slice();
    try {
      int value = readOrientation(tiff);
      return value >= 1 && value <= 8 ? value : UPRIGHT;
    } catch (IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
  }

  private static int readOrientation(ByteBuffer tiff) {
    switch (tiff.getShort(0)) {
      case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
      case 0x4d4d -> tiff.order(ByteOrder.BIG_ENDIAN);
      default -> {
        return UPRIGHT;
      }
    }
    int directory = tiff.getInt(4);
    int entries = Short.toUnsignedInt(tiff.getShort(directory));
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + i * ENTRY_BYTES;
      if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION_TAG) {
        boolean isShort = tiff.getShort(entry + 2) == SHORT;
        return isShort ? tiff.getShort(entry + 8) : tiff.getInt(entry + 8);
      }
    }
    return UPRIGHT;
  }
}
