package podium.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import podium.RerankException;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.ModelScan;
import podium.hub.HubName;
import podium.hub.Size;
import podium.model.Listing;

/// The folders with models, and whether each model is one and has room in memory.
///
/// @param usual the folder that need not be there
record ModelsCheck(
    List<Path> folders, Path usual, RerankerOptions options, OptionalLong availableMemory) {

  private static final String FOLDER = "models folder";
  private static final String MODEL = "model";

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    folders.stream().map(this::folder).forEach(findings::add);
    List<Path> readable = folders.stream().filter(ModelsCheck::isReadable).toList();
    for (Listing listing : new ModelScan(readable).get()) {
      findings.add(
          switch (listing) {
            case Listing.Found found -> found(found);
            case Listing.Rejected rejected -> rejected(rejected);
          });
    }
    return findings;
  }

  private static boolean isReadable(Path folder) {
    return Files.isDirectory(folder) && Files.isReadable(folder) && Files.isExecutable(folder);
  }

  private Finding folder(Path folder) {
    if (isReadable(folder)) {
      return Finding.ok(FOLDER, folder.toString());
    }
    if (Files.exists(folder)) {
      return Finding.failed(
          FOLDER,
          folder + (Files.isDirectory(folder) ? " cannot be read" : " is not a folder"),
          "let the user of this process read it, or name another with --models");
    }
    return folder.equals(usual)
        ? new Finding(
            FOLDER,
            Verdict.OK,
            folder + " is not there, so that there is only the model of the jar",
            "podium pull org/name gets another and makes the folder")
        : Finding.failed(
            FOLDER, folder + " does not exist", "make it, or name another with --models");
  }

  private Finding found(Listing.Found found) {
    try {
      long needed = Reranker.opener().memory(found.path(), options);
      String what =
          "%s: %s, needs %s of memory"
              .formatted(found.name(), found.recognition().family(), Size.of(needed));
      return availableMemory.isEmpty() || needed <= availableMemory.getAsLong()
          ? Finding.ok(MODEL, what)
          : Finding.warning(
              MODEL,
              "%s, of which only %s are left".formatted(what, Size.of(availableMemory.getAsLong())),
              "end other programs, take a machine with more memory or a smaller model");
    } catch (RerankException | LinkageError e) {
      return Finding.failed(
          MODEL, "%s: %s".formatted(found.name(), e.getMessage()), "see the engine above");
    }
  }

  private static Finding rejected(Listing.Rejected rejected) {
    String what = "%s is not served: %s".formatted(rejected.name(), rejected.reason());
    if (rejected.incomplete()) {
      return Finding.warning(MODEL, what, "wait until it is complete, or pull it again");
    }
    return Finding.warning(
        MODEL,
        what,
        HubName.isOne(rejected.name())
            ? "mend it, or move it away and get it again: podium pull " + rejected.name()
            : "mend it or move it away");
  }
}
