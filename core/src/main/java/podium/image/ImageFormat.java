package podium.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The image formats that can be decoded, told apart by their first bytes. What a file name or a
/// server says is never believed.
enum ImageFormat {
  PNG,
  JPEG,
  WEBP,
  GIF,
  BMP,
  UNKNOWN;

  static ImageFormat of(byte[] bytes) {
    if (hasAt(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (hasAt(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (hasAt(bytes, 0, "RIFF") && hasAt(bytes, 8, "WEBP")) {
      return WEBP;
    }
    if (hasAt(bytes, 0, "GIF87a") || hasAt(bytes, 0, "GIF89a")) {
      return GIF;
    }
    return hasAt(bytes, 0, "BM") ? BMP : UNKNOWN;
  }

  private static boolean hasAt(byte[] bytes, int from, String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
    int to = from + expected.length;
    return bytes.length >= to && Arrays.equals(bytes, from, to, expected, 0, expected.length);
  }
}
