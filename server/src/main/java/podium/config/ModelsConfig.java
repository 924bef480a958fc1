package podium.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import podium.RerankerOptions;

/// Where models are and how they are run.
///
/// @param folders folders with model directories in them; of two models of one name the first wins
/// @param defaultModel the model of requests that name none; empty: the only one there is
/// @param preload models to load at start; the server is ready when they are
/// @param options how each model is run
public record ModelsConfig(
    List<Path> folders,
    Optional<String> defaultModel,
    List<String> preload,
    RerankerOptions options) {

  public ModelsConfig {
    folders = List.copyOf(folders);
    preload = List.copyOf(preload);
  }

  /// The same, having checked that every folder is there and readable.
  ///
  /// @throws IllegalArgumentException naming the first that is not
  public ModelsConfig checked() {
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "models folder %s %s"
                .formatted(folder, Files.exists(folder) ? "is not a folder" : "does not exist"));
      }
      if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
        throw new IllegalArgumentException("models folder %s cannot be read".formatted(folder));
      }
    }
    return this;
  }
}
