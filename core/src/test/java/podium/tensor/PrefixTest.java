package podium.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import podium.tensor.Prefix.Memory;

class PrefixTest {

  private final Prefix prefix = new Prefix(new int[] {7, 8});

  @Test
  void isTakenOnce() {
    assertThat(prefix.isTaken()).isFalse();
    assertThat(prefix.take()).isTrue();
    assertThat(prefix.take()).isFalse();
    assertThat(prefix.isTaken()).isTrue();
  }

  @Test
  void whoComesEarlyWaitsForALayer() throws Exception {
    Memory second = () -> {};
    CompletableFuture<Memory> early = onAnotherThread(() -> prefix.at(1));

    prefix.keep(0, () -> {});
    prefix.keep(1, second);

    assertThat(early.get(5, TimeUnit.SECONDS)).isSameAs(second);
    assertThat(prefix.at(1)).isSameAs(second);
  }

  @Test
  void whoWaitsForALayerThatNeverComesFails() {
    CompletableFuture<Memory> early = onAnotherThread(() -> prefix.at(1));

    prefix.keep(0, () -> {});
    prefix.end();

    assertThatThrownBy(() -> early.get(5, TimeUnit.SECONDS))
        .hasRootCauseMessage("the batch that was to compute the shared prefix failed");
    assertThat(prefix.at(0)).isNotNull();
  }

  @Test
  void aWaitingThreadStaysInterrupted() throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              Thread.currentThread().interrupt();
              prefix.at(0);
              interrupted.complete(Thread.interrupted());
            });

    prefix.keep(0, () -> {});

    assertThat(interrupted.get(5, TimeUnit.SECONDS)).isTrue();
    waiting.join();
  }

  @Test
  void closesWhatItKeeps() {
    List<Integer> closed = new ArrayList<>();
    prefix.keep(0, () -> closed.add(0));
    prefix.keep(1, () -> closed.add(1));

    prefix.close();
    prefix.close();

    assertThat(closed).containsExactly(0, 1);
    assertThatThrownBy(() -> prefix.at(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> prefix.keep(0, () -> closed.add(2)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(closed).containsExactly(0, 1, 2);
  }

  @Test
  void layersAreKeptInOrder() {
    assertThatThrownBy(() -> prefix.keep(1, () -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void isNotEmpty() {
    assertThatThrownBy(() -> new Prefix(new int[0])).isInstanceOf(IllegalArgumentException.class);
  }

  private static <T> CompletableFuture<T> onAnotherThread(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofPlatform().start(task));
  }
}
