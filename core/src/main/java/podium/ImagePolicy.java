package podium;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What an operator allows requests to do with images. Data URIs are always allowed.
///
/// @param urls whether `http` and `https` URLs are fetched
/// @param roots directories whose files may be named, symbolic links resolved; none: no paths
/// @param maxBytes largest image file
/// @param maxPixels most pixels of an image, checked before they are decoded; also the most that
///   are being decoded at any time, at 3 to 11 bytes of memory each
/// @param maxShownPixels larger images are scaled down to about so many before a model sees them,
///   or to what the model's authors chose, if that is less: fewer are faster and show less
/// @param fetching limits on fetching URLs
public record ImagePolicy(
    boolean urls,
    List<Path> roots,
    int maxBytes,
    int maxPixels,
    int maxShownPixels,
    Fetching fetching) {

  /// What an image of any model must be able to have.
  private static final int LEAST_SHOWN = 4096;

  /// Data URIs only; 20 MiB; the number of pixels at which Pillow refuses; as many shown as the
  /// authors of Qwen3-VL-Reranker chose.
  public static final ImagePolicy DEFAULT =
      new ImagePolicy(false, List.of(), 20 << 20, 178_956_970, 1_843_200, Fetching.DEFAULT);

  public ImagePolicy {
    roots = List.copyOf(roots);
    check(
        maxBytes > 0 && maxBytes <= 1 << 30,
        "max-image-bytes must be in 1..1073741824, but is %d",
        maxBytes);
    check(
        maxPixels > 0 && maxPixels <= 1 << 29,
        "max-image-pixels must be in 1..536870912, but is %d",
        maxPixels);
    check(
        maxShownPixels >= LEAST_SHOWN,
        "max-shown-pixels must be at least 4096, but is %d",
        maxShownPixels);
  }

  public ImagePolicy withUrls(boolean allowed) {
    return new ImagePolicy(allowed, roots, maxBytes, maxPixels, maxShownPixels, fetching);
  }

  public ImagePolicy withRoots(List<Path> directories) {
    return new ImagePolicy(urls, directories, maxBytes, maxPixels, maxShownPixels, fetching);
  }

  public ImagePolicy withMaxBytes(int bytes) {
    return new ImagePolicy(urls, roots, bytes, maxPixels, maxShownPixels, fetching);
  }

  public ImagePolicy withMaxPixels(int pixels) {
    return new ImagePolicy(urls, roots, maxBytes, pixels, maxShownPixels, fetching);
  }

  public ImagePolicy withMaxShownPixels(int pixels) {
    return new ImagePolicy(urls, roots, maxBytes, maxPixels, pixels, fetching);
  }

  public ImagePolicy withFetching(Fetching limits) {
    return new ImagePolicy(urls, roots, maxBytes, maxPixels, maxShownPixels, limits);
  }

  /// Limits on fetching one URL.
  ///
  /// @param maxRedirects redirects followed
  /// @param connect how long connecting to one address may take
  /// @param read how long the server may be silent
  /// @param total how long everything together may take
  public record Fetching(int maxRedirects, Duration connect, Duration read, Duration total) {

    public static final Fetching DEFAULT =
        new Fetching(5, Duration.ofSeconds(3), Duration.ofSeconds(5), Duration.ofSeconds(15));

    public Fetching {
      check(maxRedirects >= 0, "max redirects must not be negative, but is %d", maxRedirects);
      check(connect.toMillis() > 0, "connect timeout must be positive, but is %s", connect);
      check(read.toMillis() > 0, "read timeout must be positive, but is %s", read);
      check(total.toMillis() > 0, "total timeout must be positive, but is %s", total);
    }
  }

  private static void check(boolean ok, String format, Object value) {
    if (!ok) {
      throw new IllegalArgumentException(format.formatted(value));
    }
  }
}
