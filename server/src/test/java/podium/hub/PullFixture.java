package podium.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A stand-in with one tiny BERT, a folder of models, and a puller that never really waits.
final class PullFixture implements AutoCloseable {

  static final String ID = "tiny-org/tiny-bert";
  static final String WEIGHTS = "model.safetensors";

  final HubStandIn hub = HubStandIn.start();
  final StandInModel model = StandInModel.golden("bert");
  final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final Path models;

  private final Patience patience =
      new Patience(
          Duration.ofSeconds(10), Duration.ofSeconds(10), 6, Duration.ofMinutes(5), waits::add);

  PullFixture(Path models) throws IOException {
    this.models = models;
    hub.has(ID, model.with("README.md", "---\npipeline_tag: text-ranking\n---\n"));
  }

  static Path golden(String name) {
    return StandInModel.folder(name);
  }

  Pulled pull() throws HubException, InterruptedException {
    return pull(ID, "");
  }

  Pulled pull(String name, String token) throws HubException, InterruptedException {
    return puller(token, patience).pull(HubName.parse(name), models);
  }

  /// Gives up on an answer or a body of which nothing comes for so long.
  Pulled pullImpatiently(Duration limit) throws HubException, InterruptedException {
    var impatient = new Patience(limit, limit, 6, Duration.ofMinutes(5), waits::add);
    return puller("", impatient).pull(HubName.parse(ID), models);
  }

  Puller puller(String token, Patience patience) {
    return new Puller(hub.settings(token), patience, new Heard());
  }

  /// Leaves the processor to those who are waited for.
  static void lookAgain() {
    LockSupport.parkNanos(5_000_000);
  }

  Progress quiet() {
    return new Heard();
  }

  Puller puller() {
    return puller("", patience);
  }

  Path folder() {
    return models.resolve(ID);
  }

  /// Where a file is gathered.
  Path staged(String file) {
    return models.resolve("tiny-org/.tiny-bert.pull/tree").resolve(file);
  }

  /// All files below the models folder, but for the empty locks.
  List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(models)) {
      return all.filter(Files::isRegularFile)
          .map(file -> models.relativize(file).toString())
          .filter(file -> !file.startsWith(".locks"))
          .sorted()
          .toList();
    }
  }

  private final class Heard implements Progress {
    @Override
    public void say(String sentence) {
      said.add(sentence);
    }

    @Override
    public Track track(String file, long size) {
      return new Track() {
        @Override
        public void at(long bytes) {}

        @Override
        public void close() {}
      };
    }
  }

  @Override
  public void close() throws IOException {
    hub.close();
  }
}
