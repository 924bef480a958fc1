package podium.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import podium.ImagePolicy;
import podium.RerankException.InvalidRequest;

/// Follows image references, as far as the operator's [ImagePolicy] allows. Safe for use by many
/// threads; blocks while it reads.
///
/// Every refusal is a [podium.RerankException.InvalidRequest]. It never tells whether a file exists
/// outside of the allowed directories, nor to which address a host name leads.
public final class ImageSource {

  private final ImagePolicy policy;
  private final List<Path> roots;
  private final UrlFetcher fetcher;

  /// @throws IOException if one of the policy's directories cannot be found
  public ImageSource(ImagePolicy policy) throws IOException {
    this(policy, Network.PUBLIC);
  }

  ImageSource(ImagePolicy policy, Network network) throws IOException {
    this.policy = policy;
    this.roots = bothNames(policy.roots());
    this.fetcher = new UrlFetcher(network, policy.fetching(), policy.maxBytes());
  }

  /// Each root as it was given and with symbolic links resolved, because clients may say either.
  private static List<Path> bothNames(List<Path> roots) throws IOException {
    var names = new LinkedHashSet<Path>();
    for (Path root : roots) {
      if (!Files.isDirectory(root)) {
        throw new IOException("image root '%s' is not a directory".formatted(root));
      }
      names.add(root.toAbsolutePath().normalize());
      names.add(root.toRealPath());
    }
    return List.copyOf(names);
  }

  /// The bytes behind `reference`.
  ///
  /// @throws podium.RerankException.InvalidRequest if it is not allowed, not there or too large
  /// @throws podium.RerankException.Cancelled if the thread is interrupted while it waits
  public EncodedImage read(ImageReference reference) {
    return new EncodedImage(
        switch (reference) {
          case ImageReference.Inline inline -> decode(inline.base64());
          case ImageReference.Remote remote -> {
            if (!policy.urls()) {
              throw new InvalidRequest(
                  "image URLs are not allowed here, send the image as a data URI");
            }
            yield fetcher.fetch(remote.uri());
          }
          case ImageReference.Local local -> readFile(local.path());
        });
  }

  private byte[] decode(String base64) {
    String plain = plain(base64);
    checkSize(plain.length() / 4L * 3 - 2);
    try {
      byte[] bytes = Base64.getDecoder().decode(plain);
      checkSize(bytes.length);
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new InvalidRequest("image data is not valid base64");
    }
  }

  /// Without line breaks, and in the standard alphabet if it was the one for URLs.
  private static String plain(String base64) {
    return base64.replaceAll("\\s+", "").replace('-', '+').replace('_', '/');
  }

  private byte[] readFile(Path path) {
    if (roots.isEmpty()) {
      throw new InvalidRequest("image paths are not allowed here, send the image as a data URI");
    }
    try {
      return readAllowed(allowed(path));
    } catch (IOException e) {
      throw new InvalidRequest(
          "image file '%s' cannot be read".formatted(Quote.of(path.toString())));
    }
  }

  /// The real path of `path`, which lies in one of the roots. Names that lead out of all of them
  /// are refused without a look at the disk.
  private Path allowed(Path path) throws IOException {
    boolean inside = false;
    for (Path root : roots) {
      Path named = root.resolve(path).normalize();
      if (named.startsWith(root)) {
        inside = true;
        if (Files.exists(named)) {
          return real(root, named, path);
        }
      }
    }
    throw inside
        ? new InvalidRequest("image file '%s' does not exist".formatted(Quote.of(path.toString())))
        : outside(path);
  }

  private static Path real(Path root, Path named, Path asked) throws IOException {
    Path real = named.toRealPath();
    if (!real.startsWith(root.toRealPath())) {
      throw outside(asked);
    }
    return real;
  }

  private static RuntimeException outside(Path path) {
    return new InvalidRequest(
        "image path '%s' leads out of the allowed directories"
            .formatted(Quote.of(path.toString())));
  }

  private byte[] readAllowed(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidRequest("image path does not name a file");
    }
    checkSize(Files.size(file));
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(policy.maxBytes() + 1);
      checkSize(bytes.length);
      return bytes;
    }
  }

  private void checkSize(long bytes) {
    if (bytes > policy.maxBytes()) {
      throw new InvalidRequest(
          "image file is larger than the limit of %d bytes".formatted(policy.maxBytes()));
    }
  }
}
