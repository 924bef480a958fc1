package podium.image;

import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import podium.RerankException.InvalidRequest;

/// A PNG file (ISO/IEC 15948), reduced to the chunks that its pixels need. Left out are compressed
/// texts and profiles, which may be bombs of their own, and colours declared transparent, which
/// Pillow's `convert("RGB")` ignores.
final class PngFile implements ImageFile {

  private static final int SIGNATURE_BYTES = 8;

  /// Bytes of a chunk besides its data: length, type and checksum.
  private static final int CHUNK_FRAME = 12;

  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int RGBA = 6;

  private final ByteArrayOutputStream essence = new ByteArrayOutputStream();
  private final int[] palette = new int[256];
  private int width;
  private int height;
  private int depth;
  private int colorType;
  private int orientation = Exif.UPRIGHT;

  private PngFile() {}

  static PngFile parse(byte[] file) {
    var png = new PngFile();
    png.essence.write(file, 0, SIGNATURE_BYTES);
    ByteBuffer in = ByteBuffer.wrap(file);
    String type = "";
    for (int at = SIGNATURE_BYTES; !type.equals("IEND"); ) {
      int length = in.getInt(at);
      int end = Math.addExact(at, Math.addExact(length, CHUNK_FRAME));
      if (length < 0 || end > file.length) {
        throw new InvalidRequest("image is a truncated PNG file");
      }
      type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      png.readChunk(type, in.slice(at + 8, length));
      if (Character.isUpperCase(type.charAt(0))) { // critical to the pixels
        png.essence.write(file, at, end - at);
      }
      at = end;
    }
    return png;
  }

  private void readChunk(String type, ByteBuffer data) {
    switch (type) {
      case "IHDR" -> {
        width = data.getInt();
        height = data.getInt();
        depth = data.get();
        colorType = data.get();
      }
      case "PLTE" -> Palette.read(data, data.remaining() / 3, palette);
      case "eXIf" -> orientation = Exif.orientation(data);
      default -> {}
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
    return orientation;
  }

  @Override
  public RgbImage decode() throws IOException {
    Raster raster = ImageIoReader.read("png", essence.toByteArray());
    return PixelRule.convert(raster, rule());
  }

  /// 16-bit grey with alpha counts as RGBA and 8-bit grey with alpha does not, as in Pillow.
  private PixelRule rule() {
    boolean deep = depth == 16;
    return switch (colorType) {
      case GREY -> deep ? PixelRule.GREY_16 : PixelRule.palette(Palette.greys(1 << depth));
      case GREY_ALPHA -> deep ? PixelRule.GREY_ALPHA_16 : PixelRule.GREY;
      case RGB -> deep ? PixelRule.RGB_16 : PixelRule.RGB;
      case RGBA -> deep ? PixelRule.RGBA_16 : PixelRule.RGBA;
      case PALETTE -> PixelRule.palette(palette);
      default ->
          throw new InvalidRequest(
              "image is a PNG file of the unknown color type %d".formatted(colorType));
    };
  }
}
