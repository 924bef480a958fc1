package podium.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The decoders behind ImageIO, asked for the samples as stored: we convert colours ourselves,
/// because Pillow ignores colour profiles and ImageIO does not.
final class ImageIoReader {

  private ImageIoReader() {}

  /// The first image in `file`, which is of the format that ImageIO calls `format`.
  static Raster read(String format, byte[] file) throws IOException {
    return read(format, new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
  }

  /// As [#read], for decoders that go on as if nothing had happened when the data ends.
  static Raster readWithinBounds(String format, byte[] file) throws IOException {
    return read(format, new BoundedInput(file));
  }

  private static Raster read(String format, ImageInputStream stream) throws IOException {
    var readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw new IllegalStateException("ImageIO has no reader for " + format);
    }
    ImageReader reader = readers.next();
    try (stream) {
      reader.setInput(stream, true, true);
      return reader.canReadRaster() ? reader.readRaster(0, null) : reader.read(0).getRaster();
    } finally {
      reader.dispose();
    }
  }

  /// Bytes after which there is nothing: asking for more is a failure other than the `EOFException`
  /// that some decoders ignore.
  private static final class BoundedInput extends ImageInputStreamImpl {

    private final byte[] bytes;

    BoundedInput(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      read(one, 0, 1);
      return one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      checkClosed();
      bitOffset = 0;
      if (streamPos >= bytes.length) {
        throw new IOException("there is no byte " + streamPos);
      }
      int count = (int) Math.min(length, bytes.length - streamPos);
      System.arraycopy(bytes, (int) streamPos, target, offset, count);
      streamPos += count;
      return count;
    }
  }
}
