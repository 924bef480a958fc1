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
import org.junit.jupiter.api.Test;
import podium.RerankException.Cancelled;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;
import podium.Reranker;
import podium.RerankerOptions;
import podium.model.Listing;

class ServedModelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch mayOpen = new CountDownLatch(1);

  private static ServedModel model(Reranker.Opener opener) {
    var found = (Listing.Found) Listings.found("org/one");
    return new ServedModel(found, RerankerOptions.DEFAULT, opener);
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

  @Test
  void isLoadedOnceForAllWhoWait() throws Exception {
    try (var model = model((_, _) -> open());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Reranker>> callers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        callers.add(threads.submit(() -> model.reranker(PATIENCE)));
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
    try (var model = model((_, _) -> open())) {
      assertThat(model.info()).isEmpty();
      assertThat(opened).hasValue(0);
    }
  }

  @Test
  void aCallerWaitsNoLongerThanItsPatience() {
    try (var model = model((_, _) -> open())) {
      assertThatThrownBy(() -> model.reranker(Duration.ofMillis(1)))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("model org/one is still loading");
      mayOpen.countDown();

      assertThat(model.reranker(PATIENCE).info().family()).isEqualTo("fake");
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void aCallerThatGoesAwayDoesNotStopTheLoad() {
    try (var model = model((_, _) -> open())) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> model.reranker(PATIENCE)).isInstanceOf(Cancelled.class);
      assertThat(Thread.interrupted()).isTrue();
      mayOpen.countDown();

      assertThat(model.reranker(PATIENCE)).isNotNull();
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void saysWhyLoadingFailedAndTriesAgainForTheNextCaller() {
    try (var model =
        model((_, _) -> {
          if (opened.incrementAndGet() == 1) {
            throw new ModelUnavailable("model.safetensors is truncated");
          }
          return new FakeReranker();
        })) {
      assertThatThrownBy(() -> model.reranker(PATIENCE))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("model org/one: model.safetensors is truncated");

      assertThat(model.reranker(PATIENCE)).isNotNull();
    }
  }

  @Test
  void notEnoughMemoryIsNoFaultOfOurs() {
    try (var model =
        model((_, _) -> {
          throw new OutOfMemoryError("Cannot reserve 9 bytes");
        })) {
      assertThatThrownBy(() -> model.reranker(PATIENCE))
          .isInstanceOf(ModelUnavailable.class)
          .hasMessage("model org/one does not fit in memory");
    }
  }

  @Test
  void anythingElseIsOurFault() {
    try (var model =
        model((_, _) -> {
          throw new UncheckedIOException(new IOException("disk on fire"));
        })) {
      assertThatThrownBy(() -> model.reranker(PATIENCE))
          .isInstanceOf(EngineFailure.class)
          .hasMessage("loading model org/one failed");
    }
  }

  @Test
  void closesWhatIsLoadedAndRefusesWhoComesLater() {
    var reranker = new FakeReranker();
    var model = model((_, _) -> reranker);
    var _ = model.reranker(PATIENCE);

    model.close();

    assertThat(reranker.closed).isTrue();
    assertThatThrownBy(() -> model.reranker(PATIENCE))
        .isInstanceOf(ModelUnavailable.class)
        .hasMessage("model org/one is closing");
  }
}
