package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.RerankException.DeadlineExceeded;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.NotEnoughMemory;
import podium.RerankerOptions;
import podium.model.Listing;

/// Three models of 60, 50 and 30 gigabytes where there is room for 100.
class ResidencyTest {

  private static final long GIGABYTE = 1_000_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FakeOpener opener =
      new FakeOpener(
          Map.of("large", 60 * GIGABYTE, "middle", 50 * GIGABYTE, "small", 30 * GIGABYTE));
  private final AtomicLong now = new AtomicLong();
  private final Residency residency =
      new Residency(
          new Room(100 * GIGABYTE), new Loading(opener, RerankerOptions.DEFAULT), now::get);
  private final Map<String, ServedModel> models = new HashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ServedModel model(String name) {
    return models.computeIfAbsent(
        name, _ -> new ServedModel((Listing.Found) Listings.found(name), residency));
  }

  private void use(String name) {
    now.incrementAndGet();
    model(name).use(PATIENCE).close();
  }

  private ModelState state(String name) {
    return model(name).status().state();
  }

  @AfterEach
  void close() {
    threads.close();
    residency.close();
  }

  @Test
  void theLeastRecentlyUsedMakesRoom() {
    use("large");
    use("small");
    use("large");

    use("middle"); // for which large must go: without small there is too little

    assertThat(state("large")).isEqualTo(ModelState.UNLOADED);
    assertThat(state("small")).isEqualTo(ModelState.LOADED);
    assertThat(model("large").departures(Departure.LRU)).isEqualTo(1);
    assertThat(residency.taken()).isEqualTo(80 * GIGABYTE);
    assertThat(model("middle").status().memoryBytes()).isEqualTo(50 * GIGABYTE);
  }

  @Test
  void whoWasEvictedIsLoadedAgainWhenAskedFor() {
    use("large");
    use("middle");
    use("large");

    assertThat(opener.opened).containsExactly("large", "middle", "large");
    assertThat(model("large").loads()).isEqualTo(2);
  }

  @Test
  void whoIsInUseIsWaitedFor() throws Exception {
    Lease lease = model("large").use(PATIENCE);
    Future<?> other = threads.submit(() -> use("middle"));
    awaitState("large", ModelState.UNLOADING);
    assertThat(opener.latest("large").closed).isFalse();

    lease.close();

    other.get(20, TimeUnit.SECONDS);
    assertThat(opener.latest("large").closed).isTrue();
  }

  @Test
  void whoComesMeanwhileComesAfterwards() throws Exception {
    Lease lease = model("large").use(PATIENCE);
    Future<?> middle = threads.submit(() -> use("middle"));
    awaitState("large", ModelState.UNLOADING);
    Future<?> large = threads.submit(() -> use("large"));

    lease.close();

    middle.get(20, TimeUnit.SECONDS);
    large.get(20, TimeUnit.SECONDS);
    assertThat(opener.opened).containsExactly("large", "middle", "large");
  }

  @Test
  void whoDoesNotGetRoomInTimeLeavesEverythingAsItWas() {
    try (Lease _ = model("large").use(PATIENCE)) {
      assertThatThrownBy(() -> model("middle").use(Duration.ofMillis(20)))
          .isInstanceOf(NotEnoughMemory.class)
          .hasMessage(
              "model middle: it waits for memory: it needs 50.00 GB, and of 100.00 GB 60.00 are"
                  + " taken (large)")
          .satisfies(failure -> assertThat(((NotEnoughMemory) failure).retryAfter()).isPresent());
      awaitState("middle", ModelState.UNLOADED);

      assertThat(state("large")).isEqualTo(ModelState.LOADED);
    }
    use("large");
    assertThat(opener.opened).containsExactly("large");
    assertThat(model("middle").failedLoads()).isZero();
  }

  @Test
  void pinnedOnesStay() {
    use("large");
    model("large").pin(true);

    assertThatThrownBy(() -> use("middle"))
        .isInstanceOf(NotEnoughMemory.class)
        .hasMessageContaining("belong to pinned models (large)")
        .satisfies(failure -> assertThat(((NotEnoughMemory) failure).retryAfter()).isEmpty());
    use("small");
    assertThat(state("large")).isEqualTo(ModelState.LOADED);

    model("large").pin(false);
    use("middle");
    assertThat(state("large")).isEqualTo(ModelState.UNLOADED);
  }

  @Test
  void idleOnesLeaveButNotThoseInUseOrPinned() {
    use("small");
    model("small").pin(true);
    use("large");
    now.addAndGet(Duration.ofSeconds(9).toNanos());
    residency.dismissIdle(Duration.ofSeconds(10));
    assertThat(state("large")).isEqualTo(ModelState.LOADED);

    try (Lease _ = model("large").use(PATIENCE)) {
      now.addAndGet(Duration.ofSeconds(10).toNanos());
      residency.dismissIdle(Duration.ofSeconds(10));
      assertThat(state("large")).isEqualTo(ModelState.LOADED);
    }
    now.addAndGet(Duration.ofSeconds(10).toNanos());
    residency.dismissIdle(Duration.ofSeconds(10));
    awaitState("large", ModelState.UNLOADED);

    assertThat(model("large").departures(Departure.IDLE)).isEqualTo(1);
    assertThat(state("small")).isEqualTo(ModelState.LOADED);
  }

  @Test
  void whoIsAskedToLeaveDoesSoWhenItsUsersAreDone() throws Exception {
    Lease lease = model("large").use(PATIENCE);
    assertThatThrownBy(() -> model("large").unload(Duration.ofMillis(20)))
        .isInstanceOf(DeadlineExceeded.class)
        .hasMessage("model large is still in use; it is unloaded when that is over");
    Future<?> unloading = threads.submit(() -> model("large").unload(PATIENCE));
    Future<?> next = threads.submit(() -> use("large"));

    lease.close();

    unloading.get(20, TimeUnit.SECONDS);
    next.get(20, TimeUnit.SECONDS);
    assertThat(model("large").departures(Departure.ASKED)).isEqualTo(1);
    assertThat(opener.opened).containsExactly("large", "large");
  }

  @Test
  void askingTwiceIsFine() {
    model("large").unload(PATIENCE);
    model("large").load(PATIENCE);
    model("large").load(PATIENCE);
    model("large").unload(PATIENCE);
    model("large").unload(PATIENCE);

    assertThat(opener.opened).containsExactly("large");
    assertThat(residency.taken()).isZero();
  }

  @Test
  void aLeaseMayBeClosedTwice() {
    Lease lease = model("large").use(PATIENCE);
    lease.close();
    lease.close();

    try (Lease _ = model("large").use(PATIENCE)) {
      residency.dismiss(Objects.requireNonNull(model("large").resident), Departure.ASKED);

      assertThat(opener.latest("large").closed).isFalse();
    }
  }

  @Test
  void whoWaitsForRoomWhenAllIsClosedIsTold() throws Exception {
    Lease lease = model("large").use(PATIENCE);
    Future<Throwable> other = threads.submit(() -> catchThrowable(() -> use("middle")));
    awaitState("large", ModelState.UNLOADING);

    residency.close();

    assertThat(other.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("model middle: the server is shutting down");
    lease.close();
  }

  /// States change on other threads, which tell nobody but those who wait for room.
  private void awaitState(String name, ModelState state) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (state(name) != state && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(state(name)).isEqualTo(state);
  }
}
