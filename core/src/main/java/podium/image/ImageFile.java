package podium.image;

import java.io.IOException;
import podium.RerankException.InvalidRequest;

/// An image file whose structure has been read and found whole, and whose pixels have not been
/// decoded yet. Sizes are checked between the two, so that a small file cannot make us allocate a
/// large picture.
sealed interface ImageFile permits PngFile, JpegFile, WebpFile, GifFile, BmpFile {

  /// Pixels per row as stored, before the orientation is applied.
  int width();

  /// Rows as stored.
  int height();

  /// EXIF orientation, 1 to 8.
  int orientation();

  /// Bytes that decoding may allocate besides the pixels.
  default long tableBytes() {
    return 0;
  }

  /// The pixels as stored, converted to RGB like Pillow's `convert("RGB")`, except that images with
  /// an alpha channel are laid on white, as qwen-vl-utils does it.
  RgbImage decode() throws IOException;

  /// Recognises the format and reads the header.
  ///
  /// @throws podium.RerankException.InvalidRequest if the file is of no known format or damaged
  /// @throws RuntimeException of other kinds if it is damaged in ways that were not foreseen
  static ImageFile open(byte[] bytes) {
    return switch (ImageFormat.of(bytes)) {
      case PNG -> PngFile.parse(bytes);
      case JPEG -> JpegFile.parse(bytes);
      case WEBP -> WebpFile.parse(bytes);
      case GIF -> GifFile.parse(bytes);
      case BMP -> BmpFile.parse(bytes);
      case UNKNOWN -> throw new InvalidRequest("image is not a PNG, JPEG, WebP, GIF or BMP file");
    };
  }
}
