package podium.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  /// The model called `name`; empty if there is none.
  ///
  /// @throws InvalidRequest if several are called so
  /// @throws ModelUnavailable if it is broken
  Optional<ServedModel> find(String name) {
    List<ServedModel> hits = called(name);
    if (hits.size() > 1) {
      throw new InvalidRequest(
          "model %s may be any of: %s".formatted(name, commaSeparated(hits.stream())));
    }
    return hits.stream().findFirst().or(() -> broken(name));
  }

  /// The one model called `name`; empty if there is none, or several.
  Optional<ServedModel> unique(String name) {
    List<ServedModel> hits = called(name);
    return hits.size() == 1 ? Optional.of(hits.getFirst()) : Optional.empty();
  }

  /// Those of which it is the name or, if there are none, the name in another case or, if there are
  /// none, the short name.
  private List<ServedModel> called(String name) {
    return Stream.<Predicate<ServedModel>>of(
            model -> model.name().equals(name),
            model -> same(model.name(), name),
            model -> same(model.shortName(), name))
        .map(test -> models.stream().filter(test).toList())
        .filter(hits -> !hits.isEmpty())
        .findFirst()
        .orElse(List.of());
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
