package podium.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import podium.RerankException.InvalidRequest;

/// A JPEG file (ITU T.81), walked from marker to marker up to its end, because the decoder behind
/// it fills what a truncated file lacks with grey.
///
/// Colours are told as libjpeg does it: by the JFIF and Adobe markers, then by the components'
/// names.
final class JpegFile implements ImageFile {

  /// A progressive file has ten or so. Each costs a pass over all pixels, however small it is.
  private static final int MAX_SCANS = 100;

  private static final int START_OF_FRAME = 0xc0;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int APP_JFIF = 0xe0;
  private static final int APP_EXIF = 0xe1;
  private static final int APP_ADOBE = 0xee;
  private static final int NO_ADOBE = -1;

  private final byte[] file;
  private final ByteBuffer in;
  private int width;
  private int height;
  private String components = "";
  private boolean jfif;
  private int adobeTransform = NO_ADOBE;
  private int orientation = Exif.UPRIGHT;

  private JpegFile(byte[] file) {
    this.file = file;
    this.in = ByteBuffer.wrap(file);
  }

  static JpegFile parse(byte[] file) {
    var jpeg = new JpegFile(file);
    jpeg.readMarkers();
    if (jpeg.components.isEmpty()) {
      throw new InvalidRequest("image is a JPEG file without a frame");
    }
    return jpeg;
  }

  private void readMarkers() {
    int scans = 0;
    for (int at = nextMarker(2); marker(at) != END_OF_IMAGE; ) {
      int length = Short.toUnsignedInt(in.getShort(at + 2));
      if (marker(at) == START_OF_SCAN && ++scans > MAX_SCANS) {
        throw new InvalidRequest("image has more than %d scans".formatted(MAX_SCANS));
      }
      readSegment(marker(at), in.slice(at + 4, length - 2));
      at = nextMarker(at + 2 + length);
    }
  }

  private int marker(int at) {
    return file[at + 1] & 0xff;
  }

  /// Where the next marker begins; data of a scan, fill bytes and restarts are passed over.
  private int nextMarker(int from) {
    for (int at = from; at + 1 < file.length; at++) {
      int code = file[at + 1] & 0xff;
      boolean restart = code >= 0xd0 && code <= 0xd7;
      if (file[at] == (byte) 0xff && code != 0 && code != 0xff && code != 1 && !restart) {
        return at;
      }
    }
    throw new InvalidRequest("image is a truncated JPEG file");
  }

  private void readSegment(int marker, ByteBuffer data) {
    switch (marker) {
      case APP_JFIF -> jfif |= hasName(data, "JFIF\0");
      case APP_ADOBE -> {
        if (hasName(data, "Adobe") && data.remaining() >= 12) {
          adobeTransform = data.get(11) & 0xff;
        }
      }
      case APP_EXIF -> {
        if (orientation == Exif.UPRIGHT && Exif.hasPrefix(data)) {
          orientation = Exif.orientation(data);
        }
      }
      default -> {
        if (isFrame(marker)) {
          readFrame(marker - START_OF_FRAME, data);
        }
      }
    }
  }

  private static boolean hasName(ByteBuffer data, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (i >= data.remaining() || data.get(i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// 0xc0 to 0xcf, among which are tables for Huffman (4) and arithmetic coding (12).
  private static boolean isFrame(int marker) {
    int kind = marker - START_OF_FRAME;
    return kind >= 0 && kind < 16 && kind != 4 && kind != 8 && kind != 12;
  }

  private void readFrame(int kind, ByteBuffer data) {
    int precision = data.get();
    if (kind > 2 || precision != 8) {
      throw new InvalidRequest(
          "image is a JPEG file of process %d with %d bits, which is not supported"
              .formatted(kind, precision));
    }
    height = Short.toUnsignedInt(data.getShort());
    width = Short.toUnsignedInt(data.getShort());
    byte[] names = new byte[data.get()];
    for (int i = 0; i < names.length; i++) {
      names[i] = data.get(6 + 3 * i);
    }
    components = HexFormat.of().formatHex(names);
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
    return PixelRule.convert(ImageIoReader.read("jpeg", file), rule());
  }

  private PixelRule rule() {
    return switch (components.length() / 2) {
      case 1 -> PixelRule.GREY;
      case 3 -> isRgb() ? PixelRule.RGB : PixelRule.YCC;
      case 4 -> adobeTransform > 0 ? PixelRule.YCCK : PixelRule.CMYK;
      default ->
          throw new InvalidRequest(
              "image is a JPEG file with %d components".formatted(components.length() / 2));
    };
  }

  private boolean isRgb() {
    if (jfif) {
      return false;
    }
    boolean named = components.equals("524742"); // R, G, B
    return adobeTransform == NO_ADOBE ? named : adobeTransform == 0;
  }
}
