package podium.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The decoders behind ImageIO, asked for the samples as stored: we convert colours ourselves,
/// because Pillow ignores colour profiles and ImageIO does not.
final class ImageIoReader {

  private ImageIoReader() {}

  /// The first image in `file`, which is of the format that ImageIO calls `format`.
  static Raster read(String format, byte[] file) throws IOException {
    var readers = ImageIO.getImageReadersByFormatName(format);
    if (!readers.hasNext()) {
      throw new IllegalStateException("ImageIO has no reader for " + format);
    }
    ImageReader reader = readers.next();
    try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(input, true, true);
      return reader.canReadRaster() ? reader.readRaster(0, null) : reader.read(0).getRaster();
    } finally {
      reader.dispose();
    }
  }
}
