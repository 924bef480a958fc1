package podium.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.util.Locale;
import java.util.stream.Collectors;
import podium.Precision;
import podium.catalog.Catalog;
import podium.catalog.ServedModel;
import podium.config.Version;
import podium.model.Listing;

/// What is printed when the server is up.
record Banner(URI uri, Catalog catalog) {

  void print(PrintWriter out) {
    out.printf("podium %s listens on %s%n", Version.CURRENT, uri);
    out.printf("  models     %s%n", models());
    for (Listing.Rejected rejected : catalog.rejected()) {
      out.printf("  not usable %s: %s%n", rejected.name(), rejected.reason());
    }
    out.printf("  precision  %s%n", precision());
    out.flush();
  }

  private String models() {
    return catalog.models().stream().map(this::named).collect(Collectors.joining(", "));
  }

  private String named(ServedModel model) {
    boolean isDefault = catalog.defaultModel().filter(model::equals).isPresent();
    return isDefault ? model.name() + " (default)" : model.name();
  }

  private String precision() {
    return catalog
        .options()
        .precision()
        .map(Precision::name)
        .orElse("auto")
        .toLowerCase(Locale.ROOT);
  }
}
