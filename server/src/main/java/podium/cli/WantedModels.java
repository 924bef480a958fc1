package podium.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import podium.catalog.ModelScan;
import podium.cli.Manual.Heading;
import podium.hub.HubException;
import podium.hub.HubName;
import podium.hub.PullRecord;
import podium.model.Listing;

/// The options of `podium serve` that say which models must be there.
@Heading("Models")
final class WantedModels {

  @Option(
      names = "--model",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Models to load at start; got from the Hugging Face hub first if they are not in the"
            + " folders and are called org/name or org/name@revision (see podium pull --help). A"
            + " single one is the default model. Repeatable."
      })
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--offline",
      description = "Get nothing from the hub; what is not there is an error.")
  private boolean offline;

  /// Gets what is not there into the first of the folders.
  void get(ModelFolders folders, CommandSpec command)
      throws HubException, InterruptedException, StartFailure {
    for (String model : models) {
      if (!isThere(model, folders)) {
        get(model, folders, command);
      }
    }
  }

  private void get(String model, ModelFolders folders, CommandSpec command)
      throws HubException, InterruptedException, StartFailure {
    if (!HubName.isOne(model)) {
      return; // a name in the folders or nothing, which the catalog says better
    }
    HubAccess hub = HubAccess.of(command);
    if (offline || hub.isOffline()) {
      throw new StartFailure(
          "%s is not in the folders, and %s; podium pull %s gets it where there is a network"
              .formatted(model, offline ? "--offline is given" : "HF_HUB_OFFLINE is set", model));
    }
    var _ = hub.pull(HubName.parse(model), folders.first());
  }

  /// Whether a model of that name is in the folders, of that revision if one is named. One that is
  /// broken is there too.
  private static boolean isThere(String model, ModelFolders folders) {
    String id = id(model).toLowerCase(Locale.ROOT);
    return new ModelScan(folders.folders())
        .get().stream()
            .filter(listing -> listing.name().toLowerCase(Locale.ROOT).equals(id))
            .anyMatch(listing -> isOfRevision(model, listing));
  }

  private static boolean isOfRevision(String model, Listing listing) {
    boolean any = model.equals(id(model));
    return any
        || (HubName.isOne(model)
            && PullRecord.in(listing.path()).filter(r -> r.isOf(HubName.parse(model))).isPresent());
  }

  /// `org/name` without revision.
  private static String id(String model) {
    return HubName.isOne(model) ? HubName.parse(model).id() : model;
  }

  /// By which names the folders have them.
  List<String> names() {
    return models.stream().map(WantedModels::id).toList();
  }

  /// The default model, if there is only one.
  Optional<String> only() {
    return models.size() == 1 ? Optional.of(id(models.getFirst())) : Optional.empty();
  }
}
