package podium.catalog;

import java.nio.file.Path;
import podium.model.Listing;

/// Why a model cannot be used, in words that may leave the machine: without its place on disk.
public final class Reasons {

  private Reasons() {}

  public static String of(Listing.Rejected rejected) {
    return withoutPath(rejected.reason(), rejected.path());
  }

  static String withoutPath(String reason, Path path) {
    String text = path.toString();
    return text.isEmpty() ? reason : reason.replace(text, "the folder");
  }

  /// What a rejected listing is called. One that was named as a folder on the command line has no
  /// name but its path, of which the last part must do.
  public static String nameOf(Listing.Rejected rejected) {
    boolean isPath = rejected.name().equals(rejected.path().toString());
    return isPath ? String.valueOf(rejected.path().getFileName()) : rejected.name();
  }
}
