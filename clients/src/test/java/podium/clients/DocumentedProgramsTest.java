package podium.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.docs.Block;
import podium.docs.Page;
import podium.docs.Shown;
import podium.http.Server;
import podium.openapi.DriftCheck;
import podium.openapi.Wire;

/// Programs in the documents about coming from other services, run as they stand but for the port.
class DocumentedProgramsTest {

  private static final String DOCUMENTED = "http://127.0.0.1:8000";
  private static final Path GOLDEN = Path.of("../core/src/test/resources/golden/models");

  /// Tiny models of the same families under the names of the real ones.
  private static final Map<String, String> MODELS =
      Map.of(
          "BAAI/bge-reranker-v2-m3", "xlm_roberta",
          "jinaai/jina-reranker-v2-base-multilingual", "jina_v2");

  @TempDir private static Path models;

  private static Catalog catalog;
  private static Server server;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    for (Map.Entry<String, String> model : MODELS.entrySet()) {
      copy(GOLDEN.resolve(model.getValue()), models.resolve(model.getKey()));
    }
    catalog =
        new Catalog(
            new ModelScan(List.of(models)),
            Optional.empty(),
            RerankerOptions.DEFAULT,
            Reranker.opener());
    var config =
        new ServerConfig(
            "127.0.0.1", 0, ApiKeys.NONE, false, Limits.DEFAULT, Duration.ofSeconds(5));
    server = Server.start(config, Api.service(config, catalog));
    wire = new Wire(server.uri(), DriftCheck.ofAllRoutes());
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    wire.close();
    server.close();
    catalog.close();
  }

  @TestFactory
  Stream<DynamicTest> everyProgramPrintsWhatIsShown() throws Exception {
    List<DynamicTest> programs = new ArrayList<>();
    for (Page page : Page.all()) {
      for (Block block : page.blocks()) {
        if (isProgram(block)) {
          String name = "%s:%d".formatted(page.name(), block.line());
          programs.add(dynamicTest(name, () -> run(block, shownBehind(block, page))));
        }
      }
    }
    return programs.stream();
  }

  /// A fragment is no program: those are pieces of the examples, which have tests of their own.
  private static boolean isProgram(Block block) {
    return block.language().equals("js")
        || (block.language().equals("java") && block.text().contains("void main()"));
  }

  private static Shown shownBehind(Block program, Page page) {
    return page.blocks().stream()
        .filter(block -> block.follows(program) && block.language().equals("text"))
        .map(Shown::new)
        .findFirst()
        .orElseThrow(() -> new AssertionError("a program needs its output behind it"));
  }

  private static void run(Block block, Shown shown) throws Exception {
    assertThat(block.text()).contains(DOCUMENTED);
    String program = block.text().replace(DOCUMENTED, wire.uri().toString());
    shown.check(block.language().equals("js") ? Node.program(program) : java(program));
  }

  private static String java(String program) throws IOException, InterruptedException {
    Path file = Files.writeString(Files.createTempFile("Program", ".java"), program);
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(program).isZero();
      return output;
    } finally {
      Files.delete(file);
    }
  }
}
