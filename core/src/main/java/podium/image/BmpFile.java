package podium.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import podium.RerankException.InvalidRequest;

/// A Windows or OS/2 bitmap. Its length is checked against its header, because the decoder behind
/// it fills what a truncated file lacks with black.
final class BmpFile implements ImageFile {

  private static final int FILE_HEADER = 14;
  private static final int OS2_HEADER = 12;
  private static final int V4_HEADER = 108;
  private static final int COLOR_SPACE = FILE_HEADER + 56;
  private static final int SRGB = 0x73524742;

  private static final int RUN_LENGTHS_8 = 1;
  private static final int RUN_LENGTHS_4 = 2;
  private static final int MASKS = 3;

  private final ByteBuffer in;
  private final int[] palette = new int[256];
  private final int width;
  private final int height;
  private final int bits;

  private BmpFile(byte[] file) {
    this.in = ByteBuffer.wrap(file.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = in.getInt(FILE_HEADER);
    boolean os2 = headerBytes == OS2_HEADER;
    this.width = os2 ? Short.toUnsignedInt(in.getShort(18)) : in.getInt(18);
    this.height = os2 ? Short.toUnsignedInt(in.getShort(20)) : Math.absExact(in.getInt(22));
    this.bits = in.getShort(os2 ? 24 : 28);
    checkLength(os2 ? 0 : in.getInt(30));
    if (bits <= 8) {
      int given = os2 ? 0 : in.getInt(46);
      readPalette(FILE_HEADER + headerBytes, os2 ? 3 : 4, given == 0 ? 1 << bits : given);
    }
    if (headerBytes >= V4_HEADER) { // ImageIO shall not open the profile that it may name
      in.putInt(COLOR_SPACE, SRGB);
    }
  }

  static BmpFile parse(byte[] file) {
    return new BmpFile(file);
  }

  private void checkLength(int compression) {
    long rowBytes = ((long) width * bits + 31) / 32 * 4;
    long pixelBytes =
        switch (compression) {
          case 0, MASKS -> rowBytes * height;
          case RUN_LENGTHS_8, RUN_LENGTHS_4 -> in.getInt(34);
          default ->
              throw new InvalidRequest(
                  "image is a BMP file of compression %d".formatted(compression));
        };
    if (Integer.toUnsignedLong(in.getInt(10)) + pixelBytes > in.limit()) {
      throw new InvalidRequest("image is a truncated BMP file");
    }
  }

  private void readPalette(int from, int entryBytes, int count) {
    for (int i = 0; i < Math.min(count, palette.length); i++) {
      int at = from + i * entryBytes;
      palette[i] = PixelRule.pack(in.get(at + 2) & 0xff, in.get(at + 1) & 0xff, in.get(at) & 0xff);
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int orientation() {
    return Exif.UPRIGHT;
  }

  @Override
  public RgbImage decode() throws IOException {
    Raster raster = ImageIoReader.read("bmp", in.array());
    return PixelRule.convert(raster, rule(raster));
  }

  private PixelRule rule(Raster raster) {
    if (raster.getNumBands() == 1) {
      return PixelRule.palette(palette);
    }
    if (raster.getNumBands() == 4) {
      return PixelRule.RGBA;
    }
    int[] bitsOf = raster.getSampleModel().getSampleSize();
    return PixelRule.scaled((1 << bitsOf[0]) - 1, (1 << bitsOf[1]) - 1, (1 << bitsOf[2]) - 1);
  }
}
