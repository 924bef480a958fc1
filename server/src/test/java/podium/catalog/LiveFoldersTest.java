package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static podium.http.ErrorAssert.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.Precision;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.config.Limits;
import podium.http.TestServer;
import podium.model.FolderLooks;

/// A real server on real models in a folder in which things happen. Only time is ours.
class LiveFoldersTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path models;

  private final AtomicLong now = new AtomicLong();
  private Optional<Catalog> catalog = Optional.empty();
  private Optional<TestServer> server = Optional.empty();

  private Catalog start() throws IOException {
    var started =
        new Catalog(
            new ModelScan(List.of(models), now::get),
            Optional.empty(),
            RerankerOptions.DEFAULT.withPrecision(Precision.F32),
            Reranker.opener(),
            Residence.UNLIMITED,
            now::get);
    catalog = Optional.of(started);
    var config = TestServer.config(Limits.DEFAULT);
    server = Optional.of(TestServer.start(config, Api.service(config, started)));
    return started;
  }

  @AfterEach
  void stop() throws Exception {
    if (server.isPresent()) {
      server.get().close();
    }
    catalog.ifPresent(Catalog::close);
  }

  /// Until what has changed is noticed and believed.
  private void aWhilePasses() throws Exception {
    for (int i = 0; i < 2; i++) {
      now.addAndGet(FolderLooks.QUIET.toNanos());
      list();
    }
  }

  private JsonNode list() throws Exception {
    return TestServer.json(server.orElseThrow().get("/v1/models")).path("data");
  }

  private JsonNode listed(String name) throws Exception {
    for (JsonNode model : list()) {
      if (model.path("id").asText().equals(name)) {
        return model;
      }
    }
    return MissingNode.getInstance();
  }

  private HttpResponse<String> ask(String name) throws Exception {
    return server.orElseThrow().post("/v1/rerank", GoldenFolder.QUESTION.formatted(name));
  }

  private float logit(String name) throws Exception {
    HttpResponse<String> response = ask(name);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response).at("/results/0/relevance_score").floatValue();
  }

  private void post(String path) throws Exception {
    HttpResponse<String> response = server.orElseThrow().post(path, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
  }

  private void assertServes(String name, float logit) throws Exception {
    assertThat(logit(name)).isCloseTo(logit, offset(1e-4f));
  }

  @Test
  void aModelThatIsCopiedThereIsServedWhenItIsComplete() throws Exception {
    start();
    Path folder = Files.createDirectories(models.resolve("org/new"));

    for (Path file : GoldenFolder.files("bert")) {
      now.addAndGet(FolderLooks.QUIET.toNanos());
      Files.copy(file, folder.resolve(file.getFileName()));
      assertThat(ask("org/new").statusCode()).isIn(404, 503);
    }

    assertThat(listed("org/new").path("state").asText()).isEqualTo("incomplete");
    assertRefused(
        ask("org/new"), 503, "model_unavailable", "model org/new: its files are still changing");
    now.addAndGet(FolderLooks.QUIET.toNanos());
    assertServes("org/new", GoldenFolder.BERT_LOGIT);
    assertServes("new", GoldenFolder.BERT_LOGIT);
    assertThat(listed("org/new").path("state").asText()).isEqualTo("loaded");
  }

  @Test
  void aModelWhoseFolderIsRemovedLeavesWhenWhatRunsIsDone() throws Exception {
    Path folder = GoldenFolder.copy("bert", models.resolve("one"));
    ServedModel one = start().find(Optional.of("one"));
    try (Lease lease = one.use(PATIENCE)) {
      GoldenFolder.delete(folder);
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(listed("one").isMissingNode()).isTrue();
      assertThat(ask("one").statusCode()).isEqualTo(404);

      var request = RerankRequest.of("panda", List.of("bear"));
      assertThat(lease.reranker().score(request).logit(0))
          .isCloseTo(GoldenFolder.BERT_LOGIT, offset(1e-4f));
    }
    one.unload(PATIENCE);

    assertThat(one.departures(Departure.REMOVED)).isEqualTo(1);
    assertThat(one.info()).isEmpty();
  }

  @Test
  void aModelThatComesBackIsServedAgain() throws Exception {
    Path folder = GoldenFolder.copy("bert", models.resolve("one"));
    start();
    assertServes("one", GoldenFolder.BERT_LOGIT);
    GoldenFolder.delete(folder);
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(ask("two").statusCode()).isEqualTo(404);
    assertThat(ask("one").statusCode()).isEqualTo(404);

    GoldenFolder.copy("bert", folder);
    aWhilePasses();

    assertServes("one", GoldenFolder.BERT_LOGIT);
  }

  @Test
  void aBrokenModelIsReadAgainWhenItsFilesChangeAndNotBefore() throws Exception {
    Path folder = GoldenFolder.copy("bert", models.resolve("one"));
    Path tokenizer = folder.resolve("tokenizer.json");
    byte[] right = Files.readAllBytes(tokenizer);
    Files.writeString(tokenizer, "{\"model\": {}}");
    ServedModel one = start().find(Optional.of("one"));
    for (int i = 0; i < 3; i++) {
      assertThat(ask("one").statusCode()).isEqualTo(503);
      aWhilePasses();
    }
    assertThat(one.failedLoads()).isEqualTo(1);
    assertThat(listed("one").path("state").asText()).isEqualTo("failed");
    assertThat(listed("one").path("error").asText()).startsWith("model one: tokenizer.json");

    Files.write(tokenizer, right);
    aWhilePasses();

    assertThat(listed("one").path("state").asText()).isEqualTo("unloaded");
    assertServes("one", GoldenFolder.BERT_LOGIT);
  }

  @Test
  void weightsThatAreReplacedAreTakenAtTheNextLoad() throws Exception {
    Path folder = GoldenFolder.copy("bert", models.resolve("one"));
    start();
    assertServes("one", GoldenFolder.BERT_LOGIT);

    GoldenFolder.replaceWeights(folder, GoldenFolder.bertWithBias(1));
    aWhilePasses();
    assertServes("one", GoldenFolder.BERT_LOGIT);
    assertThat(listed("one").path("changed_on_disk").asBoolean()).isTrue();

    post("/v1/models/one/load");
    assertServes("one", GoldenFolder.BERT_LOGIT + 1);
    assertThat(listed("one").has("changed_on_disk")).isFalse();
  }

  @Test
  void aModelWhoseWeightsAreOverwrittenIsLoadedAnew() throws Exception {
    Path folder = GoldenFolder.copy("bert", models.resolve("one"));
    ServedModel one = start().find(Optional.of("one"));
    assertServes("one", GoldenFolder.BERT_LOGIT);

    GoldenFolder.overwriteWeights(folder, GoldenFolder.bertWithBias(1));
    aWhilePasses();

    assertServes("one", GoldenFolder.BERT_LOGIT + 1);
    assertThat(one.departures(Departure.OVERWRITTEN)).isEqualTo(1);
  }

  @Test
  void theCacheOfTheHubMayMoveOnToAnotherRevision() throws Exception {
    Path repository = models.resolve("models--org--one");
    GoldenFolder.copy("bert", repository.resolve("snapshots/a"));
    Path main = Files.createDirectories(repository.resolve("refs")).resolve("main");
    Files.writeString(main, "a");
    start();
    assertServes("org/one", GoldenFolder.BERT_LOGIT);

    Path next = GoldenFolder.copy("bert", repository.resolve("snapshots/b"));
    GoldenFolder.replaceWeights(next, GoldenFolder.bertWithBias(1));
    Files.writeString(main, "b");
    aWhilePasses();
    assertServes("org/one", GoldenFolder.BERT_LOGIT);
    assertThat(listed("org/one").path("changed_on_disk").asBoolean()).isTrue();

    post("/v1/models/org/one/load");
    assertServes("org/one", GoldenFolder.BERT_LOGIT + 1);
  }

  @Test
  void aModelIsServedAsLongAsItsFolderIsThere() throws Exception {
    GoldenFolder.copy("bert", models.resolve("one"));
    start();
    assertServes("one", GoldenFolder.BERT_LOGIT);

    try (var files = Files.list(models.resolve("one"))) {
      for (Path file : files.toList()) {
        Files.delete(file); // the folder is still there
      }
    }
    aWhilePasses();

    assertServes("one", GoldenFolder.BERT_LOGIT);
  }

  @Test
  void aModelThatShouldHaveBeenPreloadedIsTriedAgainWhenItHasChanged() throws Exception {
    Path folder = GoldenFolder.copy("bert", models.resolve("one"));
    Path tokenizer = folder.resolve("tokenizer.json");
    byte[] right = Files.readAllBytes(tokenizer);
    Files.writeString(tokenizer, "{\"model\": {}}");
    Catalog started = start();
    started.preload(List.of("one"));
    assertThat(ask("one").statusCode()).isEqualTo(503);
    assertThat(started.isReady()).isFalse();

    Files.write(tokenizer, right);
    aWhilePasses();
    started.makeRound();

    assertServes("one", GoldenFolder.BERT_LOGIT);
    assertThat(started.isReady()).isTrue();
    post("/v1/models/one/unload");
    assertThat(started.isReady()).isTrue();
    assertThat(server.orElseThrow().get("/health/ready").statusCode()).isEqualTo(200);
  }
}
