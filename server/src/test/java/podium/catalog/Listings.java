package podium.catalog;

import java.nio.file.Path;
import podium.model.Listing;
import podium.model.Recognition;

/// What a scan might have found.
public final class Listings {

  private Listings() {}

  public static Listing found(String name) {
    var recognition = new Recognition("fake", "it says so", 10, Recognition.Template.PAIR);
    return new Listing.Found(name, Path.of("/models/" + name), recognition, 1234, "f32", 10);
  }

  public static Listing rejected(String name, String reason) {
    return new Listing.Rejected(name, Path.of("/models/" + name), reason);
  }
}
