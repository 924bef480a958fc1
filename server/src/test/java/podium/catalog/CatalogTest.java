package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static podium.catalog.Listings.found;
import static podium.catalog.Listings.rejected;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.UnknownModel;
import podium.RerankerOptions;
import podium.model.Listing;

class CatalogTest {

  private static Catalog catalog(Listing... listings) {
    return catalog(Optional.empty(), listings);
  }

  private static Catalog catalog(Optional<String> defaultModel, Listing... listings) {
    return new Catalog(
        () -> List.of(listings),
        defaultModel,
        RerankerOptions.DEFAULT,
        (_, _) -> new FakeReranker());
  }

  private static String nameOf(Catalog catalog, String wanted) {
    return catalog.find(Optional.of(wanted)).name();
  }

  @Test
  void findsAModelWhateverTheCaseOfItsName() {
    assertThat(nameOf(catalog(found("BAAI/bge-Base")), "baai/BGE-base")).isEqualTo("BAAI/bge-Base");
  }

  @Test
  void theExactCaseDecidesBetweenModelsThatDifferInNothingElse() {
    var catalog = catalog(found("a/Base"), found("a/base"));

    assertThat(nameOf(catalog, "a/base")).isEqualTo("a/base");
    assertThatThrownBy(() -> nameOf(catalog, "a/BASE"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("model a/BASE may be any of: a/Base, a/base");
  }

  @Test
  void findsAModelByItsShortName() {
    assertThat(nameOf(catalog(found("a/one"), found("b/two")), "TWO")).isEqualTo("b/two");
  }

  @Test
  void aShortNameOfTwoModelsIsRefused() {
    assertThatThrownBy(() -> nameOf(catalog(found("a/one"), found("b/one")), "one"))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("model one may be any of: a/one, b/one");
  }

  @Test
  void aWholeNameWinsOverAShortOne() {
    assertThat(nameOf(catalog(found("a/one"), found("one")), "one")).isEqualTo("one");
  }

  @Test
  void onlyUnambiguousShortNamesAreAliases() {
    var catalog = catalog(found("a/one"), found("a/two"), found("b/two"), found("three"));

    assertThat(catalog.models())
        .extracting(catalog::aliases)
        .containsExactly(List.of("one"), List.of(), List.of(), List.of());
  }

  @Test
  void listsWhatExistsWhenAModelIsUnknown() {
    assertThatThrownBy(() -> nameOf(catalog(found("a/one"), found("two")), "three"))
        .isInstanceOf(UnknownModel.class)
        .hasMessage("there is no model three; there are: a/one, two");
  }

  @Test
  void saysWhyABrokenModelCannotBeUsed() {
    assertThatThrownBy(() -> nameOf(catalog(rejected("broken", "config.json is empty")), "Broken"))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("model broken: config.json is empty");
  }

  @Test
  void theDefaultIsTheOneThatWasChosen() {
    var catalog = catalog(Optional.of("TWO"), found("a/one"), found("b/two"));

    assertThat(catalog.find(Optional.empty()).name()).isEqualTo("b/two");
  }

  @Test
  void elseTheDefaultIsTheOnlyModelBesidesTheEmbeddedOne() {
    var catalog = catalog(found("one"), found("podium-tiny"), rejected("broken", "empty"));

    assertThat(catalog.find(Optional.empty()).name()).isEqualTo("one");
  }

  @Test
  void elseTheDefaultIsTheEmbeddedOneIfThereIsNoOther() {
    var catalog = catalog(found("podium-tiny"), rejected("broken", "empty"));

    assertThat(catalog.find(Optional.empty()).name()).isEqualTo("podium-tiny");
  }

  @Test
  void amongSeveralModelsThereIsNoDefault() {
    var catalog = catalog(found("one"), found("podium-tiny"), found("two"));

    assertThatThrownBy(() -> catalog.find(Optional.empty()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessage("model is needed, because there are several: one, two, podium-tiny");
  }

  @Test
  void looksAgainForAnUnknownNameButNotTwiceInASecond() {
    var listings = new ArrayList<Listing>();
    var now = new AtomicLong(123);
    var catalog =
        new Catalog(
            () -> List.copyOf(listings),
            Optional.empty(),
            RerankerOptions.DEFAULT,
            (_, _) -> new FakeReranker(),
            Residence.UNLIMITED,
            now::get);
    listings.add(found("new"));
    assertThatThrownBy(() -> nameOf(catalog, "new")).isInstanceOf(UnknownModel.class);

    now.addAndGet(1_000_000_000);
    assertThat(nameOf(catalog, "new")).isEqualTo("new");

    listings.add(found("newer"));
    assertThatThrownBy(() -> nameOf(catalog, "newer")).isInstanceOf(UnknownModel.class);
  }

  @Test
  void aLookThatFailsLeavesWhatIsKnown() {
    var now = new AtomicLong(123);
    var looks = new AtomicLong();
    var catalog =
        new Catalog(
            () -> {
              if (looks.getAndIncrement() > 0) {
                throw new IllegalStateException("the disk is gone");
              }
              return List.of(found("one"));
            },
            Optional.empty(),
            RerankerOptions.DEFAULT,
            (_, _) -> new FakeReranker(),
            Residence.UNLIMITED,
            now::get);
    now.addAndGet(1_000_000_000);

    assertThat(nameOf(catalog, "one")).isEqualTo("one");
    assertThat(looks).hasValue(2);
  }

  @Test
  void theDefaultModelIsLookedForToo() {
    var listings = new ArrayList<Listing>(List.of(found("one")));
    var now = new AtomicLong(123);
    var catalog =
        new Catalog(
            () -> List.copyOf(listings),
            Optional.empty(),
            RerankerOptions.DEFAULT,
            (_, _) -> new FakeReranker(),
            Residence.UNLIMITED,
            now::get);
    listings.set(0, found("two"));
    now.addAndGet(1_000_000_000);

    assertThat(catalog.find(Optional.empty()).name()).isEqualTo("two");
  }

  @Test
  void idleModelsLeaveInTheRounds() {
    var now = new AtomicLong(123);
    var catalog =
        new Catalog(
            () -> List.of(found("one")),
            Optional.empty(),
            RerankerOptions.DEFAULT,
            (_, _) -> new FakeReranker(),
            new Residence(Residence.NO_LIMIT, Duration.ofMinutes(1)),
            now::get);
    ServedModel one = catalog.find(Optional.of("one"));
    one.load(Duration.ofSeconds(20));
    catalog.makeRound();
    assertThat(one.info()).isPresent();

    now.addAndGet(Duration.ofMinutes(1).toNanos());
    catalog.makeRound();
    one.unload(Duration.ofSeconds(20));

    assertThat(one.departures(Departure.IDLE)).isEqualTo(1);
  }

  @Test
  void isReadyWhenWhatIsPreloadedIsLoaded() {
    var catalog = catalog(found("one"), found("two"));
    assertThat(catalog.isReady()).isTrue();

    catalog.preload(List.of("two"));
    catalog.find(Optional.of("two")).use(Duration.ofSeconds(5)).close();

    assertThat(catalog.isReady()).isTrue();
    assertThat(catalog.find(Optional.of("one")).info()).isEmpty();
  }
}
