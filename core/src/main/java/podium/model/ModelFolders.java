package podium.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import podium.RerankException.ModelUnavailable;

/// Finds the models below some folders. Whatever is broken is listed with the reason and stops
/// nothing else; no weight is read.
public final class ModelFolders {

  private ModelFolders() {}

  /// The models in `roots`, sorted by name. A root is a model itself, or holds models as `name`,
  /// `org/name` or, like the cache of the Hugging Face client, `models--org--name`. Folders without
  /// any file of a model are left out. Of several models of one name, the first usable one is found
  /// and those behind it are rejected; a root that does not exist is rejected as well.
  public static List<Listing> scan(List<Path> roots, List<? extends Family> families) {
    return list(ModelWalk.below(roots), place -> inspect(place, families));
  }

  /// The same for places that were found before.
  static List<Listing> list(
      List<ModelWalk.Place> places, Function<ModelWalk.Place, Listing> inspector) {
    var listings = new ArrayList<Listing>();
    var taken = new HashMap<String, Path>();
    for (ModelWalk.Place place : places) {
      Path first = taken.get(place.name());
      if (first == null) {
        Listing listing = inspector.apply(place);
        if (isGone(place)) {
          continue;
        }
        listings.add(listing);
        if (listing instanceof Listing.Found found) {
          taken.put(found.name(), found.path());
        }
      } else if (!isSame(first, place.path())) {
        String reason = "another folder has a model called %s".formatted(place.name());
        listings.add(new Listing.Rejected(place.name(), place.path(), reason));
      }
    }
    listings.sort(Comparator.comparing(Listing::name));
    return List.copyOf(listings);
  }

  static Listing inspect(ModelWalk.Place place, List<? extends Family> families) {
    return place
        .problem()
        .<Listing>map(problem -> new Listing.Rejected(place.name(), place.path(), problem))
        .orElseGet(() -> inspectWhole(place, families));
  }

  /// A folder that another took the place of meanwhile was perhaps seen half as the one and half as
  /// the other.
  private static Listing inspectWhole(ModelWalk.Place place, List<? extends Family> families) {
    Optional<Object> before = identity(place.path());
    Listing listing = inspect(place.name(), place.path(), families);
    return identity(place.path()).equals(before)
        ? listing
        : inspect(place.name(), place.path(), families);
  }

  /// The same as long as it is the same folder, whatever is in it.
  private static Optional<Object> identity(Path folder) {
    try {
      return Optional.ofNullable(Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Whether a folder that could be looked into is no longer there.
  private static boolean isGone(ModelWalk.Place place) {
    return place.problem().isEmpty() && Files.notExists(place.path());
  }

  /// What there is to say of the folder `path`, called `name`.
  public static Listing inspect(String name, Path path, List<? extends Family> families) {
    try (ModelDirectory model = ModelDirectory.open(path)) {
      Recognition recognition = Recognition.of(model, families);
      checkTokenizer(new Folder(path));
      int maxLength = recognition.maxLength(model);
      return new Listing.Found(
          name, path, recognition, model.weightBytes(), model.weightType(), maxLength);
    } catch (ModelUnavailable e) {
      return new Listing.Rejected(name, path, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // one model that trips us must not hide the others
      return new Listing.Rejected(
          name, path, "looking at it failed with %s; this is a bug".formatted(e));
    }
  }

  private static void checkTokenizer(Folder folder) {
    if (!folder.has("tokenizer.json")
        && (folder.has("vocab.txt") || folder.has("vocab.json") || folder.has("tokenizer.model"))) {
      throw Refusal.of(
          "the folder has no tokenizer.json; make one with AutoTokenizer and save_pretrained");
    }
    folder.file("tokenizer.json");
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }
}
