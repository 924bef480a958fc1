package podium.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import podium.RerankException.InvalidRequest;

/// A WebP file: a still picture or the first frame of an animation, lossy (VP8) or lossless (VP8L),
/// perhaps with transparency (ALPH) apart. Every part is handed to the decoder as a simple file of
/// its own, without colour profiles and without the parts that it does not know.
///
/// Lossless pictures are to the bit those of libwebp. Lossy ones differ at the edges of colours,
/// because the decoder does not interpolate them.
final class WebpFile implements ImageFile {

  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int ALPHA_FLAG = 0x10;

  /// At most so many sets of Huffman tables has a lossless picture, each of 20 bits or more.
  private static final int MAX_TABLES = 1 << 16;

  private static final int MIN_TABLE_BITS = 20;
  private static final long TABLE_BYTES = 5 * 1_100;

  private static final int LOOK_AHEAD = 16;
  private static final int WHITE = 0xffffff;

  private final ByteBuffer in;
  private int canvasWidth;
  private int canvasHeight;
  private int left;
  private int top;
  private int frameWidth;
  private int frameHeight;
  private boolean alpha;
  private boolean extended;
  private boolean lossless;
  private @Nullable ByteBuffer picture;
  private @Nullable ByteBuffer transparency;
  private int orientation = Exif.UPRIGHT;

  private WebpFile(byte[] file) {
    this.in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  static WebpFile parse(byte[] file) {
    var webp = new WebpFile(file);
    webp.readChunks(RIFF_HEADER, webp.end(4));
    webp.readFrameSize();
    return webp;
  }

  /// Where the data ends whose length is at `at`.
  private int end(int at) {
    long end = at + 4 + Integer.toUnsignedLong(in.getInt(at));
    if (end > in.limit()) {
      throw new InvalidRequest("image is a truncated WebP file");
    }
    return (int) end;
  }

  private void readChunks(int from, int to) {
    for (int at = from; at + CHUNK_HEADER <= to; ) {
      int data = at + CHUNK_HEADER;
      int end = end(at + 4);
      readChunk(name(at), data, end);
      at = end + ((end - data) & 1);
    }
  }

  private String name(int at) {
    return StandardCharsets.ISO_8859_1.decode(in.slice(at, 4)).toString();
  }

  private void readChunk(String name, int from, int to) {
    switch (name) {
      case "VP8X" -> {
        extended = true;
        alpha = (in.get(from) & ALPHA_FLAG) != 0;
        canvasWidth = 1 + int24(from + 4);
        canvasHeight = 1 + int24(from + 7);
      }
      case "ANMF" -> {
        if (picture == null) {
          left = 2 * int24(from);
          top = 2 * int24(from + 3);
          readChunks(from + FRAME_HEADER, to);
        }
      }
      case "VP8 ", "VP8L" -> {
        if (picture == null) {
          picture = in.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
          lossless = name.equals("VP8L");
        }
      }
      case "ALPH" -> {
        if (picture == null) {
          transparency = in.slice(from, to - from);
        }
      }
      case "EXIF" -> orientation = Exif.orientation(in.slice(from, to - from));
      default -> {}
    }
  }

  private int int24(int at) {
    return Short.toUnsignedInt(in.getShort(at)) | (in.get(at + 2) & 0xff) << 16;
  }

  private void readFrameSize() {
    if (picture == null) {
      throw new InvalidRequest("image is a WebP file without a frame");
    }
    if (lossless) {
      int sizes = picture.getInt(1);
      frameWidth = 1 + (sizes & 0x3fff);
      frameHeight = 1 + (sizes >> 14 & 0x3fff);
      alpha |= !extended && (sizes >> 28 & 1) != 0;
    } else {
      frameWidth = picture.getShort(6) & 0x3fff;
      frameHeight = picture.getShort(8) & 0x3fff;
      alpha |= transparency != null;
    }
    if (!extended) {
      canvasWidth = frameWidth;
      canvasHeight = frameHeight;
    }
    if (left + frameWidth > canvasWidth || top + frameHeight > canvasHeight) {
      throw new InvalidRequest("image is a WebP file with a frame that is larger than its canvas");
    }
  }

  @Override
  public int width() {
    return canvasWidth;
  }

  @Override
  public int height() {
    return canvasHeight;
  }

  @Override
  public int orientation() {
    return orientation;
  }

  /// The tables of a lossless picture can be thousands of times as large as their code.
  @Override
  public long tableBytes() {
    ByteBuffer coded = lossless ? picture : transparency;
    if (coded == null) {
      return 0;
    }
    return TABLE_BYTES * Math.min(MAX_TABLES, coded.limit() * 8L / MIN_TABLE_BITS);
  }

  @Override
  public RgbImage decode() throws IOException {
    if (picture == null) {
      throw new IllegalStateException("parse() lets no file without a frame pass");
    }
    Raster raster = read(lossless ? "VP8L" : "VP8 ", picture);
    if (raster.getWidth() != frameWidth || raster.getHeight() != frameHeight) {
      throw new InvalidRequest("image is a WebP file with a damaged frame");
    }
    boolean inside = raster.getNumBands() == 4 && alpha;
    RgbImage frame = PixelRule.convert(raster, inside ? PixelRule.RGBA : PixelRule.RGB);
    if (transparency != null && !lossless) {
      byte[] plane = AlphaPlane.decode(transparency, frameWidth, frameHeight);
      frame = frame.onWhite(plane);
    }
    boolean fills = frameWidth == canvasWidth && frameHeight == canvasHeight;
    return fills ? frame : frame.on(canvasWidth, canvasHeight, alpha ? WHITE : 0, left, top);
  }

  /// Decodes `data` as the only chunk, `name`, of a WebP file. Zeros follow it, because decoders of
  /// bits look a few bytes ahead.
  static Raster read(String name, ByteBuffer data) throws IOException {
    int length = data.remaining();
    ByteBuffer file =
        ByteBuffer.allocate(RIFF_HEADER + CHUNK_HEADER + length + LOOK_AHEAD)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(4 + CHUNK_HEADER + length)
            .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
            .put(name.getBytes(StandardCharsets.ISO_8859_1))
            .putInt(length)
            .put(data.duplicate());
    return ImageIoReader.readWithinBounds("webp", file.array());
  }
}
