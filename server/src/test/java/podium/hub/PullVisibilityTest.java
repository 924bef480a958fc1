package podium.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.hub.PullFixture.ID;
import static podium.hub.PullFixture.WEIGHTS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import podium.model.Listing;
import podium.model.ModelFolders;
import podium.nn.Families;

/// What others see of the models folder while a model comes.
@Timeout(60)
class PullVisibilityTest {

  @TempDir private Path models;
  private PullFixture pull;

  @BeforeEach
  void start() throws Exception {
    pull = new PullFixture(models);
  }

  @AfterEach
  void stop() throws Exception {
    pull.close();
  }

  private List<Listing> listed() {
    return ModelFolders.scan(List.of(models), Families.IN_ORDER);
  }

  private static <T> FutureTask<T> beside(Callable<T> work) {
    var task = new FutureTask<>(work);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  @Test
  void aModelIsThereWholeOrNotAtAll() throws Exception {
    FutureTask<Pulled> pulling = beside(pull::pull);

    List<List<Listing>> seen = new ArrayList<>();
    while (!pulling.isDone()) {
      seen.add(listed());
    }
    seen.add(listed());

    assertThat(pulling.get().isNew()).isTrue();
    assertThat(seen)
        .allSatisfy(listing -> assertThat(listing).allMatch(Listing.Found.class::isInstance));
    assertThat(seen.getFirst()).isEmpty();
    assertThat(seen.getLast()).hasSize(1);
  }

  @Test
  void aModelThatIsReplacedIsTheOldOneOrTheNewOne() throws Exception {
    pull.pull();
    pull.model.with("README.md", "new");
    FutureTask<Pulled> pulling = beside(pull::pull);

    List<List<Listing>> seen = new ArrayList<>();
    while (!pulling.isDone()) {
      seen.add(listed());
    }

    assertThat(pulling.get().isNew()).isTrue();
    assertThat(seen)
        .allSatisfy(listing -> assertThat(listing).allMatch(Listing.Found.class::isInstance));
    assertThat(pull.folder().resolve("README.md")).hasContent("new");
  }

  @Test
  void halfAModelIsHidden() throws Exception {
    var released = new CountDownLatch(1);
    pull.hub.plan(
        "elsewhere", WEIGHTS, new Fault.Cut(Integer.MAX_VALUE), new Fault.Hold(100_000, released));
    FutureTask<Pulled> pulling = beside(pull::pull);
    Path part = pull.staged(WEIGHTS + ".part");
    while (Files.notExists(part) || Files.size(part) < 165_000) {
      assertThat(pulling.isDone()).isFalse();
      PullFixture.lookAgain();
    }

    assertThat(listed()).isEmpty();
    assertThat(pull.folder()).doesNotExist();

    released.countDown();
    assertThat(pulling.get(30, TimeUnit.SECONDS).isNew()).isTrue();
  }

  @Test
  void theSecondOfTwoWaitsForTheFirst() throws Exception {
    var released = new CountDownLatch(1);
    pull.hub.plan(
        "elsewhere", WEIGHTS, new Fault.Cut(Integer.MAX_VALUE), new Fault.Hold(100_000, released));
    FutureTask<Pulled> first = beside(pull::pull);
    while (pull.hub.seen("elsewhere", WEIGHTS).size() < 2) {
      PullFixture.lookAgain();
    }
    FutureTask<Pulled> second = beside(pull::pull);
    String waiting = "another process is getting %s; waiting for it".formatted(ID);
    while (!pull.said.contains(waiting)) {
      PullFixture.lookAgain();
    }

    released.countDown();

    assertThat(first.get(30, TimeUnit.SECONDS).isNew()).isTrue();
    assertThat(second.get(30, TimeUnit.SECONDS).isNew()).isFalse();
    assertThat(pull.hub.seen("elsewhere", WEIGHTS)).hasSize(2);
  }
}
