package podium.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import podium.RerankException;
import podium.RerankException.InvalidRequest;
import podium.RerankException.UnknownModel;
import podium.Reranker;
import podium.RerankerOptions;
import podium.model.Listing;

/// The models that can be asked for, by name, and those that cannot, with the reason. Whoever asks
/// for a model that is not in memory, or wants to see the list, makes it look at the folders again,
/// so that models that come, go or change there need no restart; a model in memory is found
/// without. Thread-safe.
public final class Catalog implements AutoCloseable {

  /// How long somebody who asks waits for a look at the folders.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Between two looks that nobody asks for.
  private static final Duration ROUND = Duration.ofSeconds(5);

  private final Supplier<List<Listing>> scan;
  private final Optional<String> defaultModel;
  private final RerankerOptions options;
  private final Residence residence;
  private final Residency residency;
  private final Looking looking;
  private final Caretaker caretaker;
  private final List<ServedModel> preloads = new CopyOnWriteArrayList<>();

  /// All that there ever were, by name. Written by one look at a time.
  private final Map<String, ServedModel> known = new ConcurrentHashMap<>();

  private volatile Names names;

  /// When each folder was last changed, by what the last look saw.
  private volatile Map<Path, Instant> lastChanges = Map.of();

  /// Models that are loaded stay so.
  ///
  /// @param scan looks at the folders
  /// @param defaultModel the name of the model for requests that name none; empty: the only one
  ///   there is besides the embedded one, or that
  public Catalog(
      Supplier<List<Listing>> scan,
      Optional<String> defaultModel,
      RerankerOptions options,
      Reranker.Opener opener) {
    this(scan, defaultModel, options, opener, Residence.UNLIMITED);
  }

  /// @param residence how long models stay in memory
  public Catalog(
      Supplier<List<Listing>> scan,
      Optional<String> defaultModel,
      RerankerOptions options,
      Reranker.Opener opener,
      Residence residence) {
    this(scan, defaultModel, options, opener, residence, System::nanoTime);
  }

  Catalog(
      Supplier<List<Listing>> scan,
      Optional<String> defaultModel,
      RerankerOptions options,
      Reranker.Opener opener,
      Residence residence,
      LongSupplier clock) {
    this.scan = scan;
    this.defaultModel = defaultModel;
    this.options = options;
    this.residence = residence;
    this.residency =
        new Residency(new Room(residence.limitBytes()), new Loading(opener, options), clock);
    this.names = lookAgain();
    this.looking = new Looking(() -> names = lookAgain(), clock);
    this.caretaker = new Caretaker(this::makeRound, round(residence.idleTimeout()));
  }

  private static Duration round(Duration idleTimeout) {
    boolean often = idleTimeout.isPositive() && idleTimeout.compareTo(ROUND) < 0;
    return often ? idleTimeout : ROUND;
  }

  /// Begins to look at the folders from time to time, to let idle models go, and to try again what
  /// should have been preloaded.
  public void start() {
    caretaker.start();
  }

  /// How each model is run.
  public RerankerOptions options() {
    return options;
  }

  /// How long models stay in memory.
  public Residence residence() {
    return residence;
  }

  /// Bytes that the models in memory take of the limit.
  public long takenBytes() {
    return residency.taken();
  }

  /// Who is told of every load, with the model's name and how long it took.
  public void onLoaded(BiConsumer<String, Duration> listener) {
    residency.onLoaded(listener);
  }

  /// When a folder was last changed; empty if it is not there. Looks at no disk.
  public Optional<Instant> lastChange(Path folder) {
    return Optional.ofNullable(lastChanges.get(folder));
  }

  /// The models that can be asked for, in order of their names.
  public List<ServedModel> models() {
    return names.models();
  }

  /// The model of exactly that name, also if its folder has gone.
  public Optional<ServedModel> everKnown(String name) {
    return Optional.ofNullable(known.get(name));
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
    Optional<ServedModel> inMemory = withoutLooking(name).filter(ServedModel::isOpen);
    if (inMemory.isPresent()) {
      return inMemory.get();
    }
    refresh();
    return name.isPresent()
        ? names.find(name.get()).orElseThrow(() -> new UnknownModel(unknown(name.get())))
        : defaultModel().orElseThrow(this::modelNeeded);
  }

  private Optional<ServedModel> withoutLooking(Optional<String> name) {
    return name.isPresent() || defaultModel.isPresent()
        ? name.or(() -> defaultModel).flatMap(names::unique)
        : defaultModel();
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

  /// Lets no model of these leave memory unless it is asked to.
  ///
  /// @throws podium.RerankException if one of them cannot be asked for
  public void pin(List<String> wanted) {
    List<ServedModel> found = wanted.stream().map(name -> find(Optional.of(name))).toList();
    found.forEach(model -> model.pin(true));
  }

  /// Whether all models to be preloaded have been loaded. One that has left since then is loaded
  /// again by who asks for it.
  public boolean isReady() {
    return preloads.stream().allMatch(model -> model.loads() > 0);
  }

  /// Looks at the folders again, unless that was done a moment ago.
  public void refresh() {
    looking.look(PATIENCE);
  }

  private Names lookAgain() {
    List<Listing> listings = scan.get();
    var listed = new LinkedHashMap<String, ServedModel>();
    for (Listing listing : listings) {
      if (listing instanceof Listing.Found found) {
        ServedModel model =
            known.computeIfAbsent(found.name(), _ -> new ServedModel(found, residency));
        model.seen(found);
        listed.put(found.name(), model);
      }
    }
    for (ServedModel model : known.values()) {
      if (!listed.containsKey(model.name()) && model.missed()) {
        listed.put(model.name(), model);
      }
    }
    lastChanges = lastChanges(listings);
    return new Names(List.copyOf(listed.values()), rejected(listings, listed));
  }

  private static Map<Path, Instant> lastChanges(List<Listing> listings) {
    var changes = new HashMap<Path, Instant>();
    for (Listing listing : listings) {
      try {
        changes.put(listing.path(), Files.getLastModifiedTime(listing.path()).toInstant());
      } catch (IOException _) {
        // it has gone meanwhile
      }
    }
    return changes;
  }

  /// Without those whose older self is still served.
  private static List<Listing.Rejected> rejected(
      List<Listing> listings, Map<String, ServedModel> listed) {
    var rejected = new ArrayList<Listing.Rejected>();
    for (Listing listing : listings) {
      if (listing instanceof Listing.Rejected broken && !isServed(broken, listed)) {
        rejected.add(broken);
      }
    }
    return rejected;
  }

  private static boolean isServed(Listing.Rejected broken, Map<String, ServedModel> listed) {
    ServedModel model = listed.get(broken.name());
    return model != null && model.found().path().equals(broken.path());
  }

  /// What is done from time to time.
  void makeRound() {
    if (residence.idleTimeout().isPositive()) {
      residency.dismissIdle(residence.idleTimeout());
    }
    refresh();
    preloads.stream().filter(model -> model.loads() == 0).forEach(Catalog::tryAgain);
    if (residency.takeGarbage()) {
      collect();
    }
  }

  private static void tryAgain(ServedModel model) {
    try {
      model.preload();
    } catch (RerankException _) {
      // nothing has changed about the reason, which was logged
    }
  }

  /// A vocabulary is some 100 MB of JSON before it is a tokenizer. A server that then has little to
  /// do would keep that in its heap for hours, and so the memory of some tensors.
  private static void collect() {
    System.gc();
  }

  /// Closes every model.
  @Override
  public void close() {
    caretaker.close();
    residency.close();
  }
}
