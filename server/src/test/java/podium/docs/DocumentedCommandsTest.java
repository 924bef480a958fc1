package podium.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.catalog.Residence;
import podium.config.Limits;
import podium.http.TestServer;
import podium.hub.HubStandIn;
import podium.hub.StandInModel;
import podium.openapi.DriftCheck;
import podium.openapi.Wire;

/// Does what every page says, from top to bottom, and compares what comes back with what it shows.
@EnabledIf(value = "toolsAreThere", disabledReason = "bash, curl or python3 is not installed")
class DocumentedCommandsTest {

  /// Tiny models of the same families, which the hub's stand-in has under the names of the real
  /// ones.
  private static final Map<String, String> MODELS =
      Map.of(
          "BAAI/bge-reranker-v2-m3", "xlm_roberta",
          "BAAI/bge-reranker-base", "xlm_roberta",
          "cross-encoder/ms-marco-MiniLM-L6-v2", "bert",
          "Alibaba-NLP/gte-reranker-modernbert-base", "modernbert_mean",
          "jinaai/jina-reranker-v2-base-multilingual", "jina_v2",
          "mixedbread-ai/mxbai-rerank-base-v2", "qwen2",
          "Qwen/Qwen3-Reranker-0.6B", "qwen3");

  /// The model of the examples with images; others go to a server without models of its own.
  private static final String VISION = "Qwen/Qwen3-VL-Reranker-2B";

  private static final Set<String> LANGUAGES = Set.of("sh", "python");
  private static final Set<String> OUTPUTS = Set.of("json", "text");

  /// Most of a page's time goes into starting JVMs, each on one core.
  private static final ExecutorService readers = Executors.newFixedThreadPool(2);

  @TempDir private static Path folder;

  private static HubStandIn hub;
  private static Catalog catalog;
  private static TestServer server;
  private static Wire wire;
  private static Catalog visionCatalog;
  private static TestServer visionServer;

  @BeforeAll
  static void start() throws Exception {
    hub = HubStandIn.start();
    for (Map.Entry<String, String> model : MODELS.entrySet()) {
      hub.has(model.getKey(), StandInModel.golden(model.getValue()));
    }
    catalog =
        new Catalog(
            new ModelScan(List.of()),
            Optional.empty(),
            RerankerOptions.DEFAULT,
            Reranker.opener(),
            new Residence(16_000_000_000L, Duration.ZERO));
    var config = TestServer.config(Limits.DEFAULT);
    server = TestServer.start(config, Api.service(config, catalog));
    wire = new Wire(server.uri(""), DriftCheck.ofAllRoutes());
    visionCatalog = visionCatalog();
    visionServer = TestServer.start(config, Api.service(config, visionCatalog));
  }

  static boolean toolsAreThere() {
    return Stream.of("bash", "curl", "python3").allMatch(DocumentedCommandsTest::isOnPath);
  }

  private static boolean isOnPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(bin -> Files.isExecutable(Path.of(bin, tool)));
  }

  private static Catalog visionCatalog() throws Exception {
    Path golden = Path.of("../core/src/test/resources/golden/models/qwen3_vl");
    Path models = folder.resolve("models");
    Path model = Files.createDirectories(models.resolve(VISION));
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(golden.resolve(file), model.resolve(file));
    }
    return new Catalog(
        new ModelScan(List.of(models)), Optional.empty(), RerankerOptions.DEFAULT, Reranker::open);
  }

  @AfterAll
  static void stop() throws Exception {
    readers.shutdown();
    visionServer.close();
    visionCatalog.close();
    wire.close();
    server.close();
    catalog.close();
    hub.close();
  }

  @TestFactory
  Stream<DynamicTest> everyPageDoesWhatItSays() throws Exception {
    List<Page> pages = Page.all().stream().filter(DocumentedCommandsTest::hasCommands).toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (Page page : pages) {
      Future<Page> reading = readers.submit(() -> read(page));
      tests.add(dynamicTest(page.name(), () -> awaitEnd(reading)));
    }
    return tests.stream();
  }

  private static boolean hasCommands(Page page) {
    return !NotRun.PAGES.containsKey(page.name())
        && page.blocks().stream().anyMatch(block -> LANGUAGES.contains(block.language()));
  }

  private static void awaitEnd(Future<Page> reading) throws Throwable {
    try {
      reading.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  /// The page itself, when it is done.
  private static Page read(Page page) throws Exception {
    Path home = Files.createTempDirectory(folder, "home");
    List<Block> blocks = page.blocks();
    try (var reader = new Reader(home, hub.uri(), DocumentedCommandsTest::alreadyRunning)) {
      for (Block block : blocks) {
        try {
          obey(block, reader, shownBehind(block, blocks));
        } catch (AssertionError | IOException e) {
          throw new AssertionError("%s:%d: %s".formatted(page.name(), block.line(), e), e);
        }
      }
    }
    return page;
  }

  private static Optional<Shown> shownBehind(Block block, List<Block> blocks) {
    return blocks.stream()
        .filter(next -> next.follows(block) && OUTPUTS.contains(next.language()))
        .map(Shown::new)
        .findFirst();
  }

  private static void obey(Block block, Reader reader, Optional<Shown> shown) throws Exception {
    List<String> output = new ArrayList<>();
    switch (block.language()) {
      case "sh" -> {
        for (String command : Commands.of(block.text())) {
          if (!NotRun.REASONS.containsKey(NotRun.key(command))) {
            output.add(reader.type(command));
          }
        }
      }
      case "python" -> output.add(reader.python(block.text()));
      default -> {
        return;
      }
    }
    if (shown.isPresent() && !output.isEmpty()) {
      shown.get().check(String.join("", output));
    }
  }

  private static URI alreadyRunning(String command) {
    return command.contains(VISION) ? visionServer.uri("") : wire.uri();
  }

  @Test
  void everyRouteHasACommand() throws Exception {
    List<String> commands =
        Page.all().stream()
            .filter(page -> page.name().equals("docs/api.md"))
            .flatMap(page -> page.blocks().stream())
            .map(Block::text)
            .toList();

    assertThat(Api.service(TestServer.config(Limits.DEFAULT), catalog).routes())
        .isNotEmpty()
        .allSatisfy(route ->
            assertThat(commands)
                .anyMatch(command -> command.contains(":8000" + route.path().replace("*", ""))));
  }
}
