package podium.image;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import podium.RerankException.InvalidRequest;

/// The first frame of a GIF file, on a canvas of the size of the screen that the file describes.
final class GifFile implements ImageFile {

  private static final int EXTENSION = 0x21;
  private static final int IMAGE = 0x2c;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int SCREEN_END = 13;

  private final byte[] file;
  private final ByteBuffer in;
  private int[] palette = Palette.greys(256);
  private int background;
  private int screenWidth;
  private int screenHeight;
  private int left;
  private int top;
  private int frameWidth;
  private int frameHeight;

  private GifFile(byte[] file) {
    this.file = file;
    this.in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  static GifFile parse(byte[] file) {
    var gif = new GifFile(file);
    gif.readScreen();
    gif.readBlocks();
    return gif;
  }

  private void readScreen() {
    screenWidth = Short.toUnsignedInt(in.getShort(6));
    screenHeight = Short.toUnsignedInt(in.getShort(8));
    in.position(SCREEN_END);
    readPalette(in.get(10));
  }

  private void readPalette(byte flags) {
    if ((flags & 0x80) != 0) {
      palette = new int[256];
      Palette.read(in, 2 << (flags & 7), palette);
    }
  }

  private void readBlocks() {
    for (int block = in.get(); block != IMAGE; block = in.get()) {
      if (block != EXTENSION) {
        throw new InvalidRequest("image is a GIF file without a frame");
      }
      int label = in.get() & 0xff;
      boolean hasTransparency = label == GRAPHIC_CONTROL && (in.get(in.position() + 1) & 1) != 0;
      if (hasTransparency) {
        background = in.get(in.position() + 4) & 0xff;
      }
      skipSubBlocks();
    }
    left = Short.toUnsignedInt(in.getShort());
    top = Short.toUnsignedInt(in.getShort());
    frameWidth = Short.toUnsignedInt(in.getShort());
    frameHeight = Short.toUnsignedInt(in.getShort());
    readPalette(in.get());
    in.get(); // size of the first codes
    skipSubBlocks();
  }

  private void skipSubBlocks() {
    for (int size = in.get() & 0xff; size > 0; size = in.get() & 0xff) {
      in.position(in.position() + size);
    }
  }

  @Override
  public int width() {
    return Math.max(screenWidth, left + frameWidth);
  }

  @Override
  public int height() {
    return Math.max(screenHeight, top + frameHeight);
  }

  @Override
  public int orientation() {
    return Exif.UPRIGHT;
  }

  /// Where the frame does not reach, Pillow's canvas has the transparent colour, or else the first.
  @Override
  public RgbImage decode() throws IOException {
    Raster frame = ImageIoReader.read("gif", file);
    if (frame.getWidth() != frameWidth || frame.getHeight() != frameHeight) {
      throw new InvalidRequest("image is a GIF file with a damaged frame");
    }
    RgbImage pixels = PixelRule.convert(frame, PixelRule.palette(palette));
    boolean fills = frameWidth == width() && frameHeight == height();
    return fills ? pixels : onCanvas(pixels);
  }

  private RgbImage onCanvas(RgbImage frame) {
    return frame.on(width(), height(), palette[background], left, top);
  }
}
