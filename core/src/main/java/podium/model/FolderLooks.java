package podium.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Looks at folders with models again and again. What has not changed since the last look is not
/// read again. What came or changed since then is not a model until its files have been the same
/// for a while, since somebody may still be copying it: only what the first look finds is believed
/// at once. Used by one thread at a time.
public final class FolderLooks {

  /// How long the files of a folder must stay as they are.
  public static final Duration QUIET = Duration.ofSeconds(2);

  private static final String CHANGING = "its files are still changing";

  private final List<Path> roots;
  private final List<? extends Family> families;
  private final LongSupplier clock;
  private final Map<Path, Seen> seen = new HashMap<>();
  private boolean looked;

  /// What the last look saw of a folder.
  ///
  /// @param since when it was first seen with these files
  /// @param listing empty as long as it was not read
  private record Seen(Fingerprint fingerprint, long since, Optional<Listing> listing) {}

  /// @param roots as [ModelFolders#scan] takes them
  /// @param clock in nanoseconds, such as [System#nanoTime]
  public FolderLooks(List<Path> roots, List<? extends Family> families, LongSupplier clock) {
    this.roots = List.copyOf(roots);
    this.families = List.copyOf(families);
    this.clock = clock;
  }

  /// What [ModelFolders#scan] finds, with what is changing rejected.
  public List<Listing> look() {
    List<ModelWalk.Place> places = ModelWalk.below(roots);
    List<Listing> listings = ModelFolders.list(places, this::listing);
    seen.keySet().retainAll(places.stream().map(ModelWalk.Place::path).collect(Collectors.toSet()));
    looked = true;
    return listings;
  }

  private Listing listing(ModelWalk.Place place) {
    if (place.problem().isPresent()) {
      return ModelFolders.inspect(place, families);
    }
    Seen now = seen(place, clock.getAsLong());
    seen.put(place.path(), now);
    return now.listing()
        .orElseGet(() -> Listing.Rejected.incomplete(place.name(), place.path(), CHANGING));
  }

  private Seen seen(ModelWalk.Place place, long now) {
    Fingerprint fingerprint = Fingerprint.of(place.path());
    Seen before = seen.get(place.path());
    if (before == null || !before.fingerprint().equals(fingerprint)) {
      return new Seen(fingerprint, now, looked ? Optional.empty() : read(place));
    }
    boolean readable = before.listing().isEmpty() && now - before.since() >= QUIET.toNanos();
    return readable ? new Seen(fingerprint, before.since(), read(place)) : before;
  }

  private Optional<Listing> read(ModelWalk.Place place) {
    return Optional.of(ModelFolders.inspect(place, families));
  }
}
