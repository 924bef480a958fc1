package podium.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import podium.RerankException.InvalidRequest;
import podium.RerankException.UnknownModel;
import podium.Reranker;
import podium.RerankerOptions;
import podium.model.Listing;

/// The models that can be asked for, by name, and those that cannot, with the reason. A name that
/// is not known, or a wish to see the list, makes it look at the folders again, at most once a
/// second, so that a model copied there needs no restart. Thread-safe.
public final class Catalog implements AutoCloseable {

  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Supplier<List<Listing>> scan;
  private final Optional<String> defaultModel;
  private final RerankerOptions options;
  private final Reranker.Opener opener;
  private final LongSupplier clock;
  private final ReentrantLock scanning = new ReentrantLock();
  private final List<ServedModel> preloads = new CopyOnWriteArrayList<>();
  private volatile Names names;
  private long scanned;

  /// @param scan looks at the folders
  /// @param defaultModel the name of the model for requests that name none; empty: the only one
  ///   there is besides the embedded one, or that
  public Catalog(
      Supplier<List<Listing>> scan,
      Optional<String> defaultModel,
      RerankerOptions options,
      Reranker.Opener opener) {
    this(scan, defaultModel, options, opener, System::nanoTime);
  }

  Catalog(
      Supplier<List<Listing>> scan,
      Optional<String> defaultModel,
      RerankerOptions options,
      Reranker.Opener opener,
      LongSupplier clock) {
    this.scan = scan;
    this.defaultModel = defaultModel;
    this.options = options;
    this.opener = opener;
    this.clock = clock;
    this.scanned = clock.getAsLong();
    this.names = Names.of(scan.get(), this::serve);
  }

  private ServedModel serve(Listing.Found found) {
    return new ServedModel(found, options, opener);
  }

  /// How each model is run.
  public RerankerOptions options() {
    return options;
  }

  /// The models that can be asked for, in order of their names.
  public List<ServedModel> models() {
    return names.models();
  }

  /// What looked like a model and is none.
  public List<Listing.Rejected> rejected() {
    return names.rejected();
  }

  /// Other names of `model` that are not taken by another.
  public List<String> aliases(ServedModel model) {
    return names.aliases(model);
  }

  /// The model of requests that name none.
  public Optional<ServedModel> defaultModel() {
    return defaultModel.isPresent()
        ? defaultModel.flatMap(names::find)
        : names.only().or(names::embeddedOnly);
  }

  /// The model called `name`, or the default one if that is empty. Loads nothing.
  ///
  /// @throws UnknownModel if there is none, listing those that there are
  /// @throws InvalidRequest if the name is needed, or is the short name of several
  /// @throws podium.RerankException.ModelUnavailable if it is there but broken
  public ServedModel find(Optional<String> name) {
    if (name.isEmpty()) {
      return defaultModel().orElseThrow(this::modelNeeded);
    }
    return names
        .find(name.get())
        .or(() -> {
          refresh();
          return names.find(name.get());
        })
        .orElseThrow(() -> new UnknownModel(unknown(name.get())));
  }

  private InvalidRequest modelNeeded() {
    return new InvalidRequest(
        "model is needed, because there are several: " + names.commaSeparated());
  }

  private String unknown(String name) {
    return "there is no model %s; there are: %s".formatted(name, names.commaSeparated());
  }

  /// Begins to load models without waiting for them; they count for [#isReady] from now on.
  ///
  /// @throws podium.RerankException if one of them cannot be asked for
  public void preload(List<String> wanted) {
    List<ServedModel> found = wanted.stream().map(name -> find(Optional.of(name))).toList();
    found.forEach(ServedModel::preload);
    preloads.addAll(found);
  }

  /// Whether all models to be preloaded are there.
  public boolean isReady() {
    return preloads.stream().allMatch(model -> model.info().isPresent());
  }

  /// Looks at the folders again, unless that was done a moment ago. Models that are served stay
  /// served.
  public void refresh() {
    scanning.lock();
    try {
      if (clock.getAsLong() - scanned >= PAUSE_NANOS) {
        names = names.refreshed(scan.get(), this::serve);
        scanned = clock.getAsLong();
      }
    } finally {
      scanning.unlock();
    }
  }

  /// Closes every model.
  @Override
  public void close() {
    models().forEach(ServedModel::close);
  }
}
