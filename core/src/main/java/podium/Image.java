package podium;

import java.util.Base64;

/// An image of a query or a document: a PNG, JPEG, WebP, GIF (of which the first frame counts) or
/// BMP file.
///
/// @param reference where the file is: a data URI, its bytes in base64, or, where the [ImagePolicy]
///   of the model allows it, an `http` or `https` URL or a path
public record Image(String reference) {

  /// The image in a file with these bytes.
  public static Image of(byte[] file) {
    return new Image("data:;base64," + Base64.getEncoder().encodeToString(file));
  }

  /// Without what it shows.
  @Override
  public String toString() {
    return "Image[reference of %d characters]".formatted(reference.length());
  }
}
