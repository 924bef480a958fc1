package podium.engine.onednn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The platforms that oneDNN is built for, and what the library and the OpenMP runtime it needs are
/// called there. Files are loaded in their order.
///
/// @param name as in the classifier of the Maven artifact
/// @param openMp file name of the OpenMP runtime; empty on Windows, which has it
/// @param library file name of oneDNN
record Platform(String name, Optional<String> openMp, String library) {

  static final List<Platform> ALL =
      List.of(
          new Platform("linux-x86_64", Optional.of("libgomp.so.1"), "libdnnl.so.3"),
          new Platform("linux-arm64", Optional.of("libgomp.so.1"), "libdnnl.so.3"),
          new Platform("macosx-arm64", Optional.of("libomp.dylib"), "libdnnl.3.dylib"),
          new Platform("macosx-x86_64", Optional.of("libiomp5.dylib"), "libdnnl.3.dylib"),
          new Platform("windows-x86_64", Optional.empty(), "dnnl.dll"));

  /// The name of the platform with these values of the system properties `os.name` and `os.arch`,
  /// whether there is a library for it or not.
  static String nameOf(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String arch = osArch.toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : os;
    String processor =
        switch (arch) {
          case "amd64", "x86_64", "x86-64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        };
    return system + "-" + processor;
  }

  static Optional<Platform> named(String name) {
    return ALL.stream().filter(platform -> platform.name.equals(name)).findFirst();
  }

  /// Where the classifier jar holds `file`.
  String resource(String file) {
    return "/org/bytedeco/dnnl/%s/%s".formatted(name, file);
  }

  /// All files that must lie in one folder.
  List<String> files() {
    return openMp.map(runtime -> List.of(runtime, library)).orElse(List.of(library));
  }
}
