package podium.engine.onednn;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32;
import podium.RerankException.EngineFailure;

/// The native files of a platform, copied from the class path to a folder from which the system can
/// load them.
///
/// The folder lies in the user's cache and is named after its content, so that only the first start
/// pays for copying, versions do not disturb each other, and processes that start together agree.
/// Without a writable cache it is a new temporary folder that is deleted at exit.
final class NativeFiles {

  private final Platform platform;

  NativeFiles(Platform platform) {
    this.platform = platform;
  }

  /// A folder that holds [Platform#files()].
  ///
  /// @param cache where such folders are kept
  /// @throws EngineFailure if the files are not on the class path or cannot be written anywhere
  Path extractTo(Path cache) {
    List<Source> sources = platform.files().stream().map(this::find).toList();
    try {
      return extract(sources, cache);
    } catch (IOException unwritable) {
      return extractToTemporaryFolder(sources, unwritable);
    }
  }

  /// Where users' caches are kept on this system.
  static Path userCache() {
    Path home = Path.of(System.getProperty("user.home"));
    String xdg = System.getenv("XDG_CACHE_HOME");
    String local = System.getenv("LOCALAPPDATA");
    Path caches = home.resolve(".cache");
    if (xdg != null && !xdg.isBlank()) {
      caches = Path.of(xdg);
    } else if (local != null && !local.isBlank()) {
      caches = Path.of(local);
    }
    return caches.resolve("podium").resolve("native");
  }

  private static Path extract(List<Source> sources, Path cache) throws IOException {
    Path folder = cache.resolve(nameOf(sources));
    if (isComplete(folder, sources)) {
      return folder;
    }
    Files.createDirectories(cache);
    Path partial = Files.createTempDirectory(cache, "partial"); // readable by its owner only
    try {
      copy(sources, partial);
      deleteFolder(folder); // it is incomplete, or not there
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteFolder(partial);
      if (!isComplete(folder, sources)) { // else another process was faster
        throw e;
      }
    }
    return folder;
  }

  private static Path extractToTemporaryFolder(List<Source> sources, IOException unwritable) {
    try {
      Path folder = Files.createTempDirectory("podium-native");
      folder.toFile().deleteOnExit();
      sources.forEach(source -> folder.resolve(source.file).toFile().deleteOnExit());
      copy(sources, folder);
      return folder;
    } catch (IOException e) {
      e.addSuppressed(unwritable);
      throw new EngineFailure(
          "the native libraries of oneDNN could be written neither to the user's cache (%s) nor to %s"
              .formatted(unwritable, System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  private static String nameOf(List<Source> sources) {
    var name = new StringBuilder("onednn");
    sources.forEach(source -> name.append("-%08x".formatted(source.checksum)));
    return name.toString();
  }

  private static boolean isComplete(Path folder, List<Source> sources) throws IOException {
    for (Source source : sources) {
      Path file = folder.resolve(source.file);
      if (!Files.isRegularFile(file) || Files.size(file) != source.size) {
        return false;
      }
    }
    return true;
  }

  private static void copy(List<Source> sources, Path folder) throws IOException {
    for (Source source : sources) {
      try (InputStream in = source.url.openStream()) {
        Files.copy(in, folder.resolve(source.file));
      }
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private Source find(String file) {
    URL url = NativeFiles.class.getResource(platform.resource(file));
    if (url == null) {
      throw new EngineFailure(
          "%s of oneDNN for %s is not on the class path; add org.bytedeco:dnnl with the classifier %s"
              .formatted(file, platform.name(), platform.name()));
    }
    try {
      return Source.of(file, url);
    } catch (IOException e) {
      throw new EngineFailure("%s cannot be read".formatted(url), e);
    }
  }

  /// A file on the class path.
  ///
  /// @param checksum CRC-32 of the content, which jars keep in their table of contents
  private record Source(String file, URL url, long size, long checksum) {

    static Source of(String file, URL url) throws IOException {
      URLConnection connection = url.openConnection();
      if (connection instanceof JarURLConnection jar) {
        var entry = jar.getJarEntry();
        return new Source(file, url, entry.getSize(), entry.getCrc());
      }
      var checksum = new CRC32();
      long size = 0;
      try (InputStream in = connection.getInputStream()) {
        byte[] chunk = new byte[1 << 16];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
          checksum.update(chunk, 0, read);
          size += read;
        }
      }
      return new Source(file, url, size, checksum.getValue());
    }
  }
}
