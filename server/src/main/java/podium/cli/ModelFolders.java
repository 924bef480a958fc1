package podium.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.RerankException.UnknownModel;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.catalog.Residence;
import podium.catalog.ServedModel;
import podium.cli.Manual.Heading;
import podium.hub.HubName;

/// The option that says where models are.
@Heading("Models")
final class ModelFolders {

  @Option(
      names = "--models",
      paramLabel = "DIR",
      split = "${sys:path.separator}",
      description =
          "Folder with models, as DIR/name or DIR/org/name; repeatable (default: ~/.podium/models).")
  private List<Path> models = new ArrayList<>();

  /// All models in the folders, and the embedded one.
  ///
  /// @throws IllegalArgumentException if a folder cannot be read
  Catalog catalog(Optional<String> defaultModel, RerankerOptions options) {
    return catalog(defaultModel, options, Residence.UNLIMITED);
  }

  /// The same for models that may have to leave memory again.
  Catalog catalog(Optional<String> defaultModel, RerankerOptions options, Residence residence) {
    return new Catalog(
        new ModelScan(folders()), defaultModel, options, Reranker.opener(), residence);
  }

  /// The model of that name in the catalog, or its default one.
  ///
  /// @throws StartFailure if there is none, saying how to get it
  static ServedModel find(Catalog catalog, Optional<String> name) throws StartFailure {
    try {
      return catalog.find(name);
    } catch (UnknownModel e) {
      String hint =
          name.filter(HubName::isOne).map("; podium pull %s gets it"::formatted).orElse("");
      throw new StartFailure(e.getMessage() + hint, e);
    }
  }

  /// Where models that are got go. May not be there yet.
  Path first() {
    return models.isEmpty() ? usual() : models.getFirst();
  }

  /// Where they are if nobody says so.
  static Path usual() {
    return Path.of(System.getProperty("user.home"), ".podium", "models");
  }

  /// Those that were named, or the usual one, whether or not they are there.
  List<Path> named() {
    return models.isEmpty() ? List.of(usual()) : List.copyOf(models);
  }

  /// Folders that were named must be there; the usual one need not.
  List<Path> folders() {
    List<Path> usuals = Files.exists(usual()) ? List.of(usual()) : List.of();
    List<Path> folders = models.isEmpty() ? usuals : List.copyOf(models);
    folders.forEach(ModelFolders::check);
    return folders;
  }

  private static void check(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "models folder %s %s"
              .formatted(folder, Files.exists(folder) ? "is not a folder" : "does not exist"));
    }
    if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
      throw new IllegalArgumentException("models folder %s cannot be read".formatted(folder));
    }
  }
}
