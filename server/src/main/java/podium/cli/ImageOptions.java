package podium.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import podium.ImagePolicy;
import podium.cli.Manual.Heading;

/// The options that say what may be done with images, for models that take them.
@Heading("Images")
final class ImageOptions {

  @Option(
      names = "--image-urls",
      description =
          "Fetch images from http and https URLs; not from private, loopback or link-local addresses (default: data URIs only).")
  private boolean urls;

  @Option(
      names = "--image-root",
      paramLabel = "DIR",
      split = "${sys:path.separator}",
      description =
          "Folder whose files may be named as images, absolutely or relative to it; nothing outside it, links included; repeatable (default: none).")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--max-image-bytes",
      paramLabel = "SIZE",
      defaultValue = "20MiB",
      converter = Units.Bytes.class,
      description = "Size of an image file, at most 1GiB (default: ${DEFAULT-VALUE}).")
  private long maxBytes;

  @Option(
      names = "--max-image-pixels",
      paramLabel = "N",
      defaultValue = "178956970",
      description =
          "Pixels of an image, and of all images that are being decoded (default: ${DEFAULT-VALUE}).")
  private int maxPixels;

  @Option(
      names = "--max-shown-pixels",
      paramLabel = "N",
      defaultValue = "1843200",
      description =
          "Larger images are scaled down to about so many pixels before a model sees them, at a token for 1024 each; fewer are faster and show less (default: ${DEFAULT-VALUE}, as the authors of Qwen3-VL-Reranker chose).")
  private int maxShownPixels;

  /// @throws IllegalArgumentException if a folder is not there, or a number is out of its bounds
  ImagePolicy policy() {
    roots.forEach(ImageOptions::check);
    return ImagePolicy.DEFAULT
        .withUrls(urls)
        .withRoots(roots)
        .withMaxBytes((int) Math.min(maxBytes, Integer.MAX_VALUE))
        .withMaxPixels(maxPixels)
        .withMaxShownPixels(maxShownPixels);
  }

  /// The same; where no folder was named, those are `usual`.
  ImagePolicy policyWithin(List<Path> usual) {
    return roots.isEmpty() ? policy().withRoots(usual) : policy();
  }

  private static void check(Path root) {
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("image root %s is not a folder".formatted(root));
    }
  }
}
