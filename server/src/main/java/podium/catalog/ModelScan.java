package podium.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import podium.RerankException.ModelUnavailable;
import podium.model.FolderLooks;
import podium.model.Listing;
import podium.model.ModelFolders;
import podium.nn.Families;
import podium.runtime.EmbeddedModel;

/// Looks for models in folders, and adds the embedded one unless a model there has its name. Used
/// by one thread at a time.
public final class ModelScan implements Supplier<List<Listing>> {

  private final FolderLooks looks;
  private Optional<Listing> embedded = Optional.empty();

  /// @param folders folders with model directories in them
  public ModelScan(List<Path> folders) {
    this(folders, System::nanoTime);
  }

  ModelScan(List<Path> folders, LongSupplier clock) {
    this.looks = new FolderLooks(folders, Families.IN_ORDER, clock);
  }

  @Override
  public List<Listing> get() {
    var listings = new ArrayList<Listing>(looks.look());
    if (listings.stream().noneMatch(listing -> listing.name().equals(EmbeddedModel.NAME))) {
      listings.add(embedded());
    }
    return listings;
  }

  /// Unpacked again if somebody has cleaned the cache meanwhile.
  private Listing embedded() {
    try {
      Path directory = EmbeddedModel.directory();
      Listing listing =
          embedded
              .filter(known -> known.path().equals(directory))
              .orElseGet(
                  () -> ModelFolders.inspect(EmbeddedModel.NAME, directory, Families.IN_ORDER));
      embedded = Optional.of(listing).filter(Listing.Found.class::isInstance);
      return listing;
    } catch (ModelUnavailable e) {
      return new Listing.Rejected(EmbeddedModel.NAME, Path.of(""), String.valueOf(e.getMessage()));
    }
  }
}
