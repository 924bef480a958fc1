package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.RerankException.Cancelled;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.NotEnoughMemory;
import podium.Reranker;
import podium.RerankerOptions;
import podium.model.Listing;

class ServedModelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch mayOpen = new CountDownLatch(1);
  private final AtomicLong now = new AtomicLong();
  private final List<Residency> residencies = new ArrayList<>();

  private ServedModel model(Reranker.Opener opener) {
    var residency =
        new Residency(
            new Room(Residence.NO_LIMIT), new Loading(opener, RerankerOptions.DEFAULT), now::get);
    residencies.add(residency);
    return new ServedModel((Listing.Found) Listings.found("org/one"), residency);
  }

  @AfterEach
  void close() {
    residencies.forEach(Residency::close);
  }

  private Reranker open() {
    opened.incrementAndGet();
    try {
      mayOpen.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("loading must not be interrupted", e);
    }
    return new FakeReranker();
  }

  private static Reranker reranker(ServedModel model) {
    try (Lease lease = model.use(PATIENCE)) {
      return lease.reranker();
    }
  }

  @Test
  void isLoadedOnceForAllWhoWait() throws Exception {
    ServedModel model = model((_, _) -> open());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reranker>> callers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        callers.add(threads.submit(() -> reranker(model)));
      }
      mayOpen.countDown();

      Reranker first = callers.getFirst().get(5, TimeUnit.SECONDS);
      for (Future<Reranker> caller : callers) {
        assertThat(caller.get(5, TimeUnit.SECONDS)).isSameAs(first);
      }
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void isNotLoadedBeforeItIsAskedFor() {
    ServedModel model = model((_, _) -> open());

    assertThat(model.info()).isEmpty();
    assertThat(model.status().state()).isEqualTo(ModelState.UNLOADED);
    assertThat(opened).hasValue(0);
  }

  @Test
  void aCallerWaitsNoLongerThanItsPatience() {
    ServedModel model = model((_, _) -> open());

    assertThatThrownBy(() -> model.use(Duration.ofMillis(1)))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("model org/one is still loading");
    assertThat(model.status().state()).isEqualTo(ModelState.LOADING);
    mayOpen.countDown();

    assertThat(reranker(model).info().family()).isEqualTo("fake");
    assertThat(opened).hasValue(1);
  }

  @Test
  void aCallerThatGoesAwayDoesNotStopTheLoad() {
    ServedModel model = model((_, _) -> open());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> model.use(PATIENCE)).isInstanceOf(Cancelled.class);
    assertThat(Thread.interrupted()).isTrue();
    mayOpen.countDown();

    assertThat(reranker(model)).isNotNull();
    assertThat(opened).hasValue(1);
  }

  @Test
  void whatIsBrokenSaysWhyAndIsNotReadAgain() {
    ServedModel model =
        model((_, _) -> {
          opened.incrementAndGet();
          throw new ModelUnavailable("model.safetensors is truncated");
        });
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> model.use(PATIENCE))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("model org/one: model.safetensors is truncated");
      now.addAndGet(Duration.ofHours(1).toNanos());
    }

    assertThat(opened).hasValue(1);
    assertThat(model.failedLoads()).isEqualTo(1);
    assertThat(model.status().state()).isEqualTo(ModelState.FAILED);
    assertThat(model.status().error()).hasValue("model org/one: model.safetensors is truncated");
  }

  @Test
  void isReadAgainIfSomebodyWithTheRightToDoSoAsksForIt() {
    ServedModel model =
        model((_, _) -> {
          if (opened.incrementAndGet() == 1) {
            throw new ModelUnavailable("model.safetensors is truncated");
          }
          return new FakeReranker();
        });
    assertThatThrownBy(() -> model.load(PATIENCE)).isInstanceOf(ModelUnavailable.class);

    model.load(PATIENCE);

    assertThat(model.status().state()).isEqualTo(ModelState.LOADED);
    assertThat(model.status().error()).isEmpty();
  }

  @Test
  void whatFailedForAnotherReasonIsTriedAgainAfterAPause() {
    ServedModel model =
        model((_, _) -> {
          if (opened.incrementAndGet() == 1) {
            throw new OutOfMemoryError("Cannot reserve 9 bytes");
          }
          return new FakeReranker();
        });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> model.use(PATIENCE))
          .isInstanceOf(NotEnoughMemory.class)
          .hasMessage("model org/one does not fit in memory");
    }
    assertThat(opened).hasValue(1);

    now.addAndGet(FailedLoad.PAUSE.toNanos());

    assertThat(reranker(model)).isNotNull();
  }

  @Test
  void anythingElseIsOurFault() {
    ServedModel model =
        model((_, _) -> {
          throw new UncheckedIOException(new IOException("disk on fire"));
        });

    assertThatThrownBy(() -> model.use(PATIENCE))
        .isInstanceOf(EngineFailure.class)
        .hasMessage("loading model org/one failed");
  }

  @Test
  void closesWhatIsLoadedAndRefusesWhoComesLater() {
    var reranker = new FakeReranker();
    ServedModel model = model((_, _) -> reranker);
    model.use(PATIENCE).close();

    residencies.getFirst().close();

    assertThat(reranker.closed).isTrue();
    assertThatThrownBy(() -> model.use(PATIENCE))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("model org/one is closing");
  }

  @Test
  void whatLoadsWhenAllIsClosedIsClosedWhenItIsThere() throws Exception {
    var wasClosed = new CountDownLatch(1);
    ServedModel model =
        model((_, _) -> {
          open();
          return new FakeReranker() {
            @Override
            public void close() {
              wasClosed.countDown();
            }
          };
        });
    model.preload();

    residencies.getFirst().close();
    mayOpen.countDown();

    assertThat(wasClosed.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
