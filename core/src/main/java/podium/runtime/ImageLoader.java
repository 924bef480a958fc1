package podium.runtime;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import podium.Image;
import podium.ImagePolicy;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankRequest;
import podium.image.EncodedImage;
import podium.image.ImageProcessor;
import podium.image.ImageReference;
import podium.image.ImageSource;
import podium.image.Patches;
import podium.image.PixelBounds;
import podium.tensor.Picture;

/// Reads the images of requests to one loaded model: each once for a request, a few at a time.
/// Thread-safe.
///
/// What is read of files and URLs lies in memory until it is decoded, which is why only some are
/// read at a time, of all requests together. The bytes of data URIs are there anyway.
final class ImageLoader {

  private static final long MOST_MEMORY = 1L << 30;
  private static final int AT_ONCE_OF_A_REQUEST = 4;
  private static final int READ_AT_ONCE = 16;

  private final ImageSource source;
  private final ImageProcessor processor;
  private final PictureMemory memory;
  private final long bytesPerToken;
  private final Semaphore reading = new Semaphore(READ_AT_ONCE, true);

  /// @param bytesPerToken that are kept of a picture that several sequences show
  ImageLoader(
      ImageSource source, ImageProcessor processor, PictureMemory memory, long bytesPerToken) {
    this.source = source;
    this.processor = processor;
    this.memory = memory;
    this.bytesPerToken = bytesPerToken;
  }

  /// With as much memory for the pictures of all requests as a quarter of Java's heap, where they
  /// lie, but no more than a gibibyte: an image of 1800 tokens, the most that Qwen3-VL-Reranker
  /// makes of one, needs 5.5 MB, and in its 2B size 59 MB more if several documents show it.
  ///
  /// @param bytesPerToken that are kept of a picture that several sequences show
  /// @throws ModelUnavailable if a folder that the policy allows is not there
  static ImageLoader of(ImagePolicy policy, long bytesPerToken) {
    PixelBounds own = PixelBounds.QWEN3_VL;
    var bounds = new PixelBounds(own.min(), Math.min(own.max(), policy.maxShownPixels()));
    long memory = Math.min(MOST_MEMORY, Runtime.getRuntime().maxMemory() / 4);
    try {
      return new ImageLoader(
          new ImageSource(policy),
          new ImageProcessor(policy, bounds),
          new PictureMemory(memory),
          bytesPerToken);
    } catch (IOException e) {
      throw new ModelUnavailable(String.valueOf(e.getMessage()));
    }
  }

  /// Reads all images of `request`.
  ///
  /// @throws InvalidRequest naming the place of an image that is not allowed, not there, no image,
  ///   damaged or too large
  /// @throws podium.RerankException.Overloaded if other requests take all memory for pictures
  /// @throws DeadlineExceeded if `deadline` passes
  /// @throws Cancelled if the calling thread is interrupted
  Gallery load(RerankRequest request, Deadline deadline) {
    List<PlacedImage> placed = PlacedImage.of(request);
    PictureMemory.Share share = memory.share();
    try {
      Map<Image, Picture> pictures = placed.isEmpty() ? Map.of() : read(placed, share, deadline);
      reserveVectors(placed, pictures, share);
      return new Gallery(pictures, share);
    } catch (RuntimeException | Error e) {
      share.close();
      throw e;
    }
  }

  private Map<Image, Picture> read(
      List<PlacedImage> placed, PictureMemory.Share share, Deadline deadline) {
    Map<String, Picture> byContent = new ConcurrentHashMap<>();
    Map<Image, PlacedImage> distinct = new LinkedHashMap<>();
    placed.forEach(image -> distinct.putIfAbsent(image.image(), image));
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(AT_ONCE_OF_A_REQUEST, distinct.size()), Thread.ofVirtual().factory());
    try {
      Map<Image, Future<Picture>> futures = new LinkedHashMap<>();
      distinct.forEach((image, first) ->
          futures.put(image, threads.submit(() -> read(first, byContent, share))));
      Map<Image, Picture> pictures = new HashMap<>();
      futures.forEach((image, future) -> pictures.put(image, await(future, deadline)));
      return pictures;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Picture await(Future<Picture> future, Deadline deadline) {
    try {
      return future.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new DeadlineExceeded("the images of the request were not read before its deadline");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Cancelled("the caller went away before the images of its request were read");
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException known -> known;
        case Error error -> throw error;
        case null, default -> new IllegalStateException(e.getCause());
      };
    }
  }

  private Picture read(
      PlacedImage placed, Map<String, Picture> byContent, PictureMemory.Share share) {
    try {
      ImageReference reference = ImageReference.parse(placed.image().reference());
      if (reference instanceof ImageReference.Inline) {
        return picture(reference, byContent, share);
      }
      reading.acquire();
      try {
        return picture(reference, byContent, share);
      } finally {
        reading.release();
      }
    } catch (InvalidRequest e) {
      throw new InvalidRequest(placed.place() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted while waiting to read an image");
    }
  }

  private Picture picture(
      ImageReference reference, Map<String, Picture> byContent, PictureMemory.Share share) {
    EncodedImage file = source.read(reference);
    return byContent.computeIfAbsent(file.sha256(), sha -> picture(sha, file, share));
  }

  private Picture picture(String sha256, EncodedImage file, PictureMemory.Share share) {
    Patches patches = processor.process(file);
    share.take(patches.bytes());
    String size = "%d x %d".formatted(patches.gridHeight(), patches.gridWidth());
    return new Picture(sha256 + " " + size, patches);
  }

  /// Those that several sequences may show will be kept as the network sees them.
  private void reserveVectors(
      List<PlacedImage> placed, Map<Image, Picture> pictures, PictureMemory.Share share) {
    Map<Picture, List<PlacedImage>> places =
        placed.stream().collect(Collectors.groupingBy(image -> pictures.get(image.image())));
    places.forEach((picture, images) -> {
      if (images.size() > 1) {
        picture.share();
      }
      if (images.size() > 1 || images.getFirst().repeated()) {
        share.take(picture.tokens() * bytesPerToken);
      }
    });
  }
}
