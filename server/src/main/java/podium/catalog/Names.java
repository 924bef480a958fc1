package podium.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.model.Listing;

/// What one look at the folders found, and which name means what. Case does not matter, and
/// `org/name` may be called `name` where only one is called so. Immutable.
///
/// @param models by name, the embedded one last
record Names(List<ServedModel> models, List<Listing.Rejected> rejected) {

  Names {
    models =
        models.stream()
            .sorted(Comparator.comparing(ServedModel::isEmbedded).thenComparing(ServedModel::name))
            .toList();
    rejected = List.copyOf(rejected);
  }

  static Names of(List<Listing> listings, Function<Listing.Found, ServedModel> serve) {
    return new Names(
        only(Listing.Found.class, listings).map(serve).toList(),
        only(Listing.Rejected.class, listings).toList());
  }

  /// What a newer look found. Models that are there already go on being served, also if their
  /// folders have gone: their weights are in memory.
  Names refreshed(List<Listing> listings, Function<Listing.Found, ServedModel> serve) {
    var served = new ArrayList<ServedModel>();
    models.stream().filter(model -> model.info().isPresent()).forEach(served::add);
    only(Listing.Found.class, listings)
        .filter(found -> served.stream().noneMatch(model -> same(model.name(), found.name())))
        .map(found -> known(found).orElseGet(() -> serve.apply(found)))
        .forEach(served::add);
    return new Names(served, only(Listing.Rejected.class, listings).toList());
  }

  private Optional<ServedModel> known(Listing.Found found) {
    return models.stream().filter(model -> model.found().equals(found)).findFirst();
  }

  private static <T extends Listing> Stream<T> only(Class<T> kind, List<Listing> listings) {
    return listings.stream().filter(kind::isInstance).map(kind::cast);
  }

  /// The model called `name`; empty if there is none.
  ///
  /// @throws InvalidRequest if several are called so
  /// @throws ModelUnavailable if it is broken
  Optional<ServedModel> find(String name) {
    return one(name, model -> model.name().equals(name))
        .or(() -> one(name, model -> same(model.name(), name)))
        .or(() -> one(name, model -> same(model.shortName(), name)))
        .or(() -> broken(name));
  }

  private Optional<ServedModel> one(String name, Predicate<ServedModel> test) {
    List<ServedModel> hits = models.stream().filter(test).toList();
    if (hits.size() > 1) {
      throw new InvalidRequest(
          "model %s may be any of: %s".formatted(name, commaSeparated(hits.stream())));
    }
    return hits.stream().findFirst();
  }

  private Optional<ServedModel> broken(String name) {
    for (Listing.Rejected listing : rejected) {
      if (same(listing.name(), name)) {
        throw new ModelUnavailable(
            "model %s: %s".formatted(Reasons.nameOf(listing), Reasons.of(listing)));
      }
    }
    return Optional.empty();
  }

  List<String> aliases(ServedModel model) {
    String alias = model.shortName();
    boolean free =
        models.stream()
            .allMatch(other ->
                other == model || !(same(other.name(), alias) || same(other.shortName(), alias)));
    return free && !alias.equals(model.name()) ? List.of(alias) : List.of();
  }

  /// The only model besides the embedded one.
  Optional<ServedModel> only() {
    List<ServedModel> others = models.stream().filter(model -> !model.isEmbedded()).toList();
    return others.size() == 1 ? Optional.of(others.getFirst()) : Optional.empty();
  }

  /// The embedded model, if there is no other.
  Optional<ServedModel> embeddedOnly() {
    return models.size() == 1
        ? models.stream().filter(ServedModel::isEmbedded).findFirst()
        : Optional.empty();
  }

  String commaSeparated() {
    return commaSeparated(models.stream());
  }

  private static String commaSeparated(Stream<ServedModel> models) {
    return models.map(ServedModel::name).collect(Collectors.joining(", "));
  }

  private static boolean same(String one, String other) {
    return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }
}
