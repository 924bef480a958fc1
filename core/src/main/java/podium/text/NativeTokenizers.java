package podium.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import podium.RerankException.EngineFailure;

/// Hugging Face's Rust library `tokenizers` through the JNI binding that DJL publishes.
///
/// The library is loaded here and not by DJL, whose loader looks for GPUs and may download a build
/// for them, and whose tokenizer class reports every start to DJL's telemetry. The binding alone
/// does neither and needs no other class of DJL.
///
/// A panic in Rust ends the whole JVM. What is known to panic is kept away from it: handles that
/// are null, batches with a failing text in them, and texts of ten million characters, at which its
/// regular expressions give up.
final class NativeTokenizers {

  private static boolean loaded;

  private NativeTokenizers() {}

  /// The binding, with its library loaded.
  ///
  /// @throws EngineFailure if there is none for this machine, or it cannot be loaded
  static synchronized TokenizersLibrary library() {
    if (!loaded) {
      load(platform());
      loaded = true;
    }
    return TokenizersLibrary.LIB;
  }

  private static void load(String platform) {
    try {
      Path folder = Files.createTempDirectory("podium-tokenizers");
      try {
        for (String file : files(platform)) {
          System.load(extract(platform, file, folder).toString());
        }
      } finally {
        delete(folder);
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new EngineFailure(
          "the tokenizers library for %s cannot be loaded from the folder for temporary files, %s: %s"
              .formatted(platform, System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  private static Path extract(String platform, String file, Path folder) throws IOException {
    String resource = "/native/lib/%s/cpu/%s".formatted(platform, file);
    try (InputStream content = TokenizersLibrary.class.getResourceAsStream(resource)) {
      if (content == null) {
        throw new EngineFailure("there is no tokenizers library for " + platform);
      }
      Path target = folder.resolve(file);
      Files.copy(content, target);
      return target;
    }
  }

  /// The libraries in the order in which they need each other.
  private static List<String> files(String platform) {
    String tokenizers = System.mapLibraryName("tokenizers");
    return platform.startsWith("win")
        ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", tokenizers)
        : List.of(tokenizers);
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    return (os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : "linux")
        + "-"
        + (architecture.equals("amd64") ? "x86_64" : architecture);
  }

  /// A loaded library needs its file no longer, except on Windows, where it stays for the system's
  /// cleaning of temporary files.
  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      files.forEach(file -> file.toFile().delete());
    }
    folder.toFile().delete();
  }
}
