package podium.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.Precision;
import podium.Reranker;
import podium.RerankerOptions;
import podium.SpecialTokens;
import podium.api.Api;
import podium.config.Limits;
import podium.http.TestServer;

/// Many clients ask three models where there is room for one or two, while somebody loads, unloads
/// and pins them and changes their folders: everybody gets the right answer.
class ModelsUnderPressureTest {

  private static final List<String> MODELS = List.of("bert", "xlm_roberta", "modernbert_cls");
  private static final Path EXPECTED =
      Path.of("..", "core", "src", "test", "resources", "golden", "expected");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RerankerOptions OPTIONS =
      new RerankerOptions(Optional.of(Precision.F32), SpecialTokens.PARSE, 2, 1, 1024, 4_000_000);

  /// Why there may be no answer for the moment.
  private static final String[] DECLARED = {
    "its files are still changing", "belong to pinned models"
  };

  private static final int CLIENTS = 6;
  private static final int REQUESTS_EACH = 15;

  private final Map<String, List<JsonNode>> cases = new HashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @TempDir private Path models;

  @BeforeEach
  void copyModels() throws Exception {
    for (String name : MODELS) {
      GoldenFolder.copy(name, models.resolve(name));
      List<JsonNode> golden = new ArrayList<>();
      JSON.readTree(EXPECTED.resolve(name + ".json").toFile()).path("cases").forEach(golden::add);
      golden.removeIf(one -> one.path("query").textValue().isBlank());
      cases.put(name, golden);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everyAnswerIsRightWhereThereIsRoomFor(int some) throws Exception {
    long largest = 0;
    for (String name : MODELS) {
      largest = Math.max(largest, Reranker.opener().memory(models.resolve(name), OPTIONS));
    }
    long limit = largest * some + largest / 2;
    try (Catalog catalog =
            new Catalog(
                new ModelScan(List.of(models)),
                Optional.empty(),
                OPTIONS,
                Reranker.opener(),
                new Residence(limit, Duration.ofSeconds(1)));
        var server = start(catalog);
        var threads = Executors.newCachedThreadPool()) {
      catalog.start();
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(submit(threads, client(server, new Random(i))));
      }
      Future<?> operator = submit(threads, operator(server));
      Future<?> watcher = submit(threads, () -> watch(catalog, limit));
      for (Future<?> client : clients) {
        client.get(5, TimeUnit.MINUTES);
      }
      over.set(true);
      operator.get(1, TimeUnit.MINUTES);
      watcher.get(1, TimeUnit.MINUTES);

      assertNothingIsLeft(catalog);
    }
  }

  private static TestServer start(Catalog catalog) throws Exception {
    var config = TestServer.config(Limits.DEFAULT);
    return TestServer.start(config, Api.service(config, catalog));
  }

  private Future<?> submit(ExecutorService threads, Callable<?> task) {
    return threads.submit(() -> {
      try {
        return task.call();
      } catch (Throwable e) {
        over.set(true);
        throw e;
      }
    });
  }

  private Callable<Integer> client(TestServer server, Random random) {
    return () -> {
      int answered = 0;
      while (answered < REQUESTS_EACH && !over.get()) {
        String model = MODELS.get(random.nextInt(MODELS.size()));
        List<JsonNode> golden = Objects.requireNonNull(cases.get(model));
        answered += ask(server, model, golden.get(random.nextInt(golden.size()))) ? 1 : 0;
      }
      return answered;
    };
  }

  /// @return false if it was told to come back
  private boolean ask(TestServer server, String model, JsonNode golden) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("raw_scores", true);
    body.set("query", golden.path("query"));
    body.putArray("documents").add(golden.path("document"));
    HttpResponse<String> response = server.post("/v1/rerank", body.toString());
    if (response.statusCode() == 503) {
      assertThat(response.body()).containsAnyOf(DECLARED);
      TimeUnit.MILLISECONDS.sleep(100); // of what it was told to wait
      return false;
    }
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(TestServer.json(response).at("/results/0/relevance_score").floatValue())
        .as("%s, %s", model, golden.path("name").asText())
        .isCloseTo(golden.path("logits").get(0).floatValue(), offset(1e-4f));
    return true;
  }

  /// Does to the models what somebody may do, and a few times to their folders: after what was
  /// done, not after what was refused, because a folder must be left alone for a while to be served
  /// again.
  private Callable<Integer> operator(TestServer server) {
    var random = new Random(99);
    return () -> {
      int done = 0;
      while (!over.get()) {
        String model = MODELS.get(random.nextInt(MODELS.size()));
        String action = List.of("load", "unload", "unload", "pin").get(random.nextInt(4));
        boolean wasDone = act(server, model, action);
        if (action.equals("pin")) {
          act(server, model, "unpin");
        }
        if (wasDone && ++done % 20 == 10) {
          change(models.resolve(model), random);
        }
      }
      return done;
    };
  }

  /// @return false if it was refused for now
  private static boolean act(TestServer server, String model, String action) throws Exception {
    HttpResponse<String> response = server.post("/v1/models/%s/%s".formatted(model, action), "");
    if (response.statusCode() == 503) {
      assertThat(response.body()).containsAnyOf(DECLARED);
      return false;
    }
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return true;
  }

  private static void change(Path folder, Random random) throws Exception {
    if (random.nextBoolean()) {
      Files.setLastModifiedTime(
          folder.resolve("config.json"), FileTime.fromMillis(random.nextInt()));
    } else {
      Path weights = folder.resolve("model.safetensors");
      GoldenFolder.replaceWeights(folder, Files.readAllBytes(weights));
    }
  }

  private Integer watch(Catalog catalog, long limit) {
    int looks = 0;
    while (!over.get()) {
      assertThat(catalog.takenBytes()).isLessThanOrEqualTo(limit);
      looks++;
      LockSupport.parkNanos(1_000_000);
    }
    return looks;
  }

  private void assertNothingIsLeft(Catalog catalog) throws Exception {
    for (String model : MODELS) {
      catalog.everKnown(model).orElseThrow().unload(Duration.ofSeconds(20));
    }
    assertThat(catalog.takenBytes()).isZero();
    assertThat(ProcessFacts.threadsOf(List.of("bert-w", "xlm_roberta-w", "modernbert_cls-w")))
        .isEmpty();
    if (ProcessFacts.areKnown()) {
      assertThat(ProcessFacts.filesHeldBelow(models)).isZero();
    }
  }
}
