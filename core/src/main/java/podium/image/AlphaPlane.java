package podium.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The transparency that a lossy WebP file keeps apart (chunk ALPH): bytes as they are or as the
/// green of a lossless picture, perhaps with a prediction subtracted.
final class AlphaPlane {

  private static final int COMPRESSED = 1;
  private static final int LOSSLESS_SIGNATURE = 0x2f;

  private static final int HORIZONTAL = 1;
  private static final int VERTICAL = 2;
  private static final int GRADIENT = 3;

  private AlphaPlane() {}

  /// `[height, width]`, 0 is transparent.
  static byte[] decode(ByteBuffer chunk, int width, int height) throws IOException {
    int flags = chunk.get(0);
    ByteBuffer data = chunk.slice(1, chunk.limit() - 1);
    boolean compressed = (flags & 3) == COMPRESSED;
    byte[] plane = compressed ? decompress(data, width, height) : raw(data, width * height);
    addPredictions(plane, width, flags >> 2 & 3);
    return plane;
  }

  private static byte[] raw(ByteBuffer data, int count) {
    byte[] plane = new byte[count];
    data.get(plane);
    return plane;
  }

  /// The chunk has no header of its own, so it gets one.
  private static byte[] decompress(ByteBuffer data, int width, int height) throws IOException {
    ByteBuffer picture =
        ByteBuffer.allocate(5 + data.remaining())
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) LOSSLESS_SIGNATURE)
            .putInt((width - 1) | (height - 1) << 14)
            .put(data)
            .flip();
    Raster raster = WebpFile.read("VP8L", picture);
    int[] row = new int[width];
    byte[] plane = new byte[width * height];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, 1, row);
      for (int x = 0; x < width; x++) {
        plane[y * width + x] = (byte) row[x];
      }
    }
    return plane;
  }

  private static void addPredictions(byte[] plane, int width, int method) {
    if (method == 0) {
      return;
    }
    for (int i = 1; i < plane.length; i++) {
      plane[i] += (byte) prediction(plane, i, width, method);
    }
  }

  /// From the left in the first row, from above in the first column, else as `method` says.
  private static int prediction(byte[] plane, int i, int width, int method) {
    int left = plane[i - 1] & 0xff;
    if (i < width) {
      return left;
    }
    int above = plane[i - width] & 0xff;
    if (i % width == 0) {
      return above;
    }
    return switch (method) {
      case HORIZONTAL -> left;
      case VERTICAL -> above;
      case GRADIENT -> Math.clamp(left + above - (plane[i - width - 1] & 0xff), 0, 255);
      default -> throw new IllegalArgumentException("method " + method);
    };
  }
}
