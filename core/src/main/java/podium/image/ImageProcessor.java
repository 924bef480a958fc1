package podium.image;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import podium.ImagePolicy;
import podium.RerankException;
import podium.RerankException.InvalidRequest;
import podium.image.PixelBounds.Size;

/// From image files to the patches that a vision tower reads: decode, turn upright, convert to RGB,
/// resize, cut. Safe for use by many threads.
///
/// Nothing in a file is believed before it is checked, and nothing in it can make us allocate more
/// than it may: sizes come from the header, and at any time there is memory for decoding
/// [ImagePolicy#maxPixels()] pixels; images that need more than is left wait.
public final class ImageProcessor {

  private final int maxPixels;
  private final PixelBounds bounds;
  private final Semaphore budget;

  /// @param bounds the image size that the model wants
  public ImageProcessor(ImagePolicy policy, PixelBounds bounds) {
    this.maxPixels = policy.maxPixels();
    this.bounds = bounds;
    this.budget = new Semaphore(maxPixels, true);
  }

  /// The patches of `image`.
  ///
  /// @throws RerankException.InvalidRequest if it is not an image, is damaged or too large
  /// @throws RerankException.Cancelled if the thread is interrupted while it waits for its turn
  public Patches process(EncodedImage image) {
    ImageFormat format = ImageFormat.of(image.bytes());
    ImageFile file = guarded(format, () -> ImageFile.open(image.bytes()));
    boolean swapsSides = file.orientation() >= 5;
    int width = swapsSides ? file.height() : file.width();
    int height = swapsSides ? file.width() : file.height();
    int area = checkedArea(width, height);
    Size size = bounds.fit(new Size(width, height));
    int cost = (int) Math.min(maxPixels, area + file.tableBytes() / RgbImage.CHANNELS);
    acquire(cost);
    try {
      RgbImage upright = guarded(format, file::decode).oriented(file.orientation());
      return new Patches(Bicubic.resize(upright, size.width(), size.height()));
    } finally {
      budget.release(cost);
    }
  }

  private int checkedArea(int width, int height) {
    if (width <= 0 || height <= 0) {
      throw new InvalidRequest("image has no pixels");
    }
    long area = (long) width * height;
    if (area > maxPixels) {
      throw new InvalidRequest(
          "image has %d × %d pixels, the limit is %d in all".formatted(width, height, maxPixels));
    }
    return (int) area;
  }

  private void acquire(int cost) {
    try {
      budget.acquire(cost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RerankException.Cancelled("interrupted while waiting to decode an image");
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /// Whatever a parser or a decoder stumbles over is the file's fault.
  private static <T> T guarded(ImageFormat format, Step<T> step) {
    try {
      return step.run();
    } catch (RerankException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidRequest("image is a damaged %s file".formatted(format));
    }
  }
}
