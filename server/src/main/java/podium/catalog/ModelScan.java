package podium.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import podium.RerankException.ModelUnavailable;
import podium.model.Listing;
import podium.model.ModelFolders;
import podium.nn.Families;
import podium.runtime.EmbeddedModel;

/// Looks for models in folders, and adds the embedded one unless a model there has its name.
///
/// @param folders folders with model directories in them
public record ModelScan(List<Path> folders) implements Supplier<List<Listing>> {

  public ModelScan {
    folders = List.copyOf(folders);
  }

  @Override
  public List<Listing> get() {
    var listings = new ArrayList<Listing>(ModelFolders.scan(folders, Families.IN_ORDER));
    if (listings.stream().noneMatch(listing -> listing.name().equals(EmbeddedModel.NAME))) {
      listings.add(embedded());
    }
    return listings;
  }

  private static Listing embedded() {
    try {
      return ModelFolders.inspect(EmbeddedModel.NAME, EmbeddedModel.directory(), Families.IN_ORDER);
    } catch (ModelUnavailable e) {
      return new Listing.Rejected(EmbeddedModel.NAME, Path.of(""), String.valueOf(e.getMessage()));
    }
  }
}
