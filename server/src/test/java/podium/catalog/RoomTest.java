package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import podium.RerankerOptions;
import podium.catalog.Resident.Stage;
import podium.model.Listing;

class RoomTest {

  private final Room room = new Room(100);
  private final Residency residency =
      new Residency(
          new Room(1), new Loading((_, _) -> new FakeReranker(), RerankerOptions.DEFAULT), () -> 0);
  private long now;

  /// One that asks for room.
  private Resident asking(String name, long bytes) {
    Listing.Found found = (Listing.Found) Listings.found(name);
    var resident = new Resident(new ServedModel(found, residency), found, now++);
    room.ask(resident, bytes);
    return resident;
  }

  /// One that is loaded and that nobody uses.
  private Resident loaded(String name, long bytes) {
    Resident resident = asking(name, bytes);
    room.arrange();
    assertThat(resident.stage).isEqualTo(Stage.LOADING);
    resident.stage = Stage.LOADED;
    return resident;
  }

  private Resident inUse(String name, long bytes) {
    Resident resident = loaded(name, bytes);
    resident.users = 1;
    return resident;
  }

  private static Resident pinned(Resident resident) {
    resident.model.pin(true);
    return resident;
  }

  private void closed(Resident resident) {
    room.leave(resident);
    resident.stage = Stage.GONE;
  }

  private static String refusal(Resident resident) {
    return String.valueOf(Objects.requireNonNull(resident.refusal).getMessage());
  }

  @Test
  void isGivenAtOnceIfThereIsSome() {
    Resident one = asking("one", 60);
    Resident two = asking("two", 40);

    assertThat(room.arrange()).isEmpty();

    assertThat(List.of(one.stage, two.stage)).containsOnly(Stage.LOADING);
    assertThat(room.taken()).isEqualTo(100);
  }

  @Test
  void isNeverGivenTwice() {
    asking("one", 60);
    Resident two = asking("two", 41);

    assertThat(room.arrange()).isEmpty();

    assertThat(two.stage).isEqualTo(Stage.WAITING);
    assertThat(room.taken()).isEqualTo(60);
  }

  @Test
  void isGivenWhenOthersHaveLeftAndNotBefore() {
    Resident one = loaded("one", 60);
    Resident two = asking("two", 50);

    assertThat(room.arrange()).containsExactly(one);
    assertThat(two.stage).isEqualTo(Stage.WAITING);

    closed(one);
    room.arrange();
    assertThat(two.stage).isEqualTo(Stage.LOADING);
  }

  @Nested
  class Leaves {

    @Test
    void theOneThatWasUsedLeastRecently() {
      Resident one = loaded("one", 30);
      Resident two = loaded("two", 30);
      loaded("three", 30);
      one.lastUsed = now++;
      asking("four", 20);

      assertThat(room.arrange()).containsExactly(two);
      assertThat(two.leaving).isEqualTo(Departure.LRU);
    }

    @Test
    void nobodyForWhomALargerOneMakesUp() {
      Resident small = loaded("small", 10);
      Resident large = loaded("large", 60);
      loaded("other", 30);
      asking("four", 50);

      assertThat(room.arrange()).containsExactly(large);
      assertThat(small.isOpen()).isTrue();
    }

    @Test
    void nobodyInUseIfOthersSuffice() {
      inUse("one", 50);
      Resident two = loaded("two", 50);
      asking("three", 50);

      assertThat(room.arrange()).containsExactly(two);
    }

    @Test
    void nobodyElseWhereSomebodyLeavesAnyway() {
      Resident one = inUse("one", 50);
      loaded("two", 50);
      one.leaving = Departure.ASKED;
      asking("three", 50);

      assertThat(room.arrange()).isEmpty();
    }

    @Test
    void whoIsInUseOnlyWhenThatIsOverAndTakesNoNewUsersUntilThen() {
      Resident one = inUse("one", 100);
      asking("two", 50);

      assertThat(room.arrange()).isEmpty();
      assertThat(one.isOpen()).isFalse();
      assertThat(one.leaving).isNull();

      one.users = 0;
      assertThat(room.arrange()).containsExactly(one);
    }

    @Test
    void nobodyBeforeAllWhoMustCan() {
      Resident one = inUse("one", 50);
      Resident two = loaded("two", 50);
      asking("three", 100);

      assertThat(room.arrange()).isEmpty();

      one.users = 0;
      assertThat(room.arrange()).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void nobodyWhenTheOneThatNeedsTheRoomGivesUp() {
      Resident one = inUse("one", 100);
      Resident two = asking("two", 50);
      room.arrange();

      room.leave(two);
      one.users = 0;

      assertThat(room.arrange()).isEmpty();
      assertThat(one.isOpen()).isTrue();
    }

    @Test
    void nobodyAsLongAsThatIsOfNoUse() {
      Resident one = loaded("one", 50);
      Resident two = asking("two", 50);
      room.arrange(); // it loads, and cannot leave before it is there
      asking("three", 80);

      assertThat(room.arrange()).isEmpty();
      assertThat(one.isOpen()).isTrue();

      two.stage = Stage.LOADED;
      assertThat(room.arrange()).containsExactlyInAnyOrder(one, two);
    }
  }

  @Nested
  class Refuses {

    @Test
    void whatWouldNotFitAloneAndLetsNobodyGo() {
      Resident one = loaded("one", 50);
      Resident two = asking("two", 101);

      assertThat(room.arrange()).isEmpty();

      assertThat(one.isOpen()).isTrue();
      assertThat(refusal(two))
          .isEqualTo(
              "it needs 0.00 GB of memory, but all models together may take 0.00 GB; raise"
                  + " --memory-limit, or run it in a lower precision or with fewer workers");
      assertThat(Objects.requireNonNull(two.refusal).retryAfter()).isEmpty();
    }

    @Test
    void whatDoesNotFitBesideThePinnedOnes() {
      pinned(loaded("one", 50));
      loaded("two", 30);
      Resident three = asking("three", 60);

      assertThat(room.arrange()).isEmpty();

      assertThat(refusal(three)).contains("belong to pinned models (one)", "unpin one of these");
    }

    @Test
    void whatIsPinnedOutWhileItWaits() {
      Resident one = inUse("one", 100);
      Resident two = asking("two", 10);
      room.arrange();
      assertThat(two.refusal).isNull();

      pinned(one);
      room.arrange();

      assertThat(two.refusal).isNotNull();
      assertThat(one.isOpen()).isTrue();
    }
  }

  @Nested
  class IsGivenInTheOrderOfAsking {

    @Test
    void alsoWhenTheLaterOneWouldFit() {
      inUse("one", 80);
      Resident two = asking("two", 90);
      Resident three = asking("three", 20);

      room.arrange();

      assertThat(List.of(two.stage, three.stage)).containsOnly(Stage.WAITING);
    }

    @Test
    void butNotAtTheCostOfWhomTheFirstDoesNotNeed() {
      inUse("one", 70);
      asking("two", 65);
      Resident three = asking("three", 30);

      room.arrange();

      assertThat(three.stage).isEqualTo(Stage.LOADING);
    }

    @Test
    void andNobodyMakesRoomForTwo() {
      Resident one = inUse("one", 50);
      Resident two = inUse("two", 50);
      Resident three = asking("three", 50);
      Resident four = asking("four", 50);

      room.arrange();

      assertThat(one.takenFor).isSameAs(three);
      assertThat(two.takenFor).isSameAs(four);
    }
  }
}
