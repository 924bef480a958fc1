package podium.image;

import podium.RerankException.InvalidRequest;

/// How large an image a model wants to see: the "smart resize" of qwen-vl-utils.
///
/// @param min fewest pixels; smaller images are scaled up
/// @param max most pixels; larger images are scaled down
public record PixelBounds(long min, long max) {

  /// What the reranking script of Qwen3-VL sets.
  public static final PixelBounds QWEN3_VL = new PixelBounds(4 * 1024, 1800 * 1024);

  /// Both sides become multiples of this: a patch of 16 pixels, merged two by two.
  static final int FACTOR = 32;

  private static final int MAX_ASPECT_RATIO = 200;

  public PixelBounds {
    if (min < 1 || max < Math.max(min, FACTOR * FACTOR)) {
      throw new IllegalArgumentException(
          "pixel bounds %d..%d leave no room for an image".formatted(min, max));
    }
  }

  /// Width and height in pixels.
  record Size(int width, int height) {}

  /// The size to which an image of `size` is resized: sides rounded to multiples of [#FACTOR] (half
  /// to even), and shrunk or grown alike if the area is then out of bounds.
  ///
  /// @throws podium.RerankException.InvalidRequest if one side is more than 200 times the other
  Size fit(Size size) {
    double width = size.width();
    double height = size.height();
    if (Math.max(width, height) / Math.min(width, height) > MAX_ASPECT_RATIO) {
      throw new InvalidRequest(
          "image of %d × %d pixels is more than %d times as long as it is wide"
              .formatted(size.width(), size.height(), MAX_ASPECT_RATIO));
    }
    long area = (long) rounded(width) * rounded(height);
    if (area > max) {
      double shrink = Math.sqrt(width * height / max);
      return new Size(floor(width / shrink), floor(height / shrink));
    }
    if (area < min) {
      double grow = Math.sqrt(min / (width * height));
      return new Size(ceil(width * grow), ceil(height * grow));
    }
    return new Size(rounded(width), rounded(height));
  }

  private static int rounded(double side) {
    return Math.max(FACTOR, (int) Math.rint(side / FACTOR) * FACTOR);
  }

  private static int floor(double side) {
    return Math.max(FACTOR, (int) Math.floor(side / FACTOR) * FACTOR);
  }

  private static int ceil(double side) {
    return (int) Math.ceil(side / FACTOR) * FACTOR;
  }
}
