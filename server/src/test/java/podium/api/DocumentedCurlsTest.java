package podium.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.Reranker;
import podium.RerankerOptions;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.catalog.Residence;
import podium.config.Limits;
import podium.http.TestServer;
import podium.openapi.DriftCheck;
import podium.openapi.Wire;

/// Runs what the documentation says and compares what comes back with what it says.
class DocumentedCurlsTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)```sh\\n(.*?)```\\n```(json|text)\\n(.*?)```");

  /// The model of the examples with images; others go to a server without models of its own.
  private static final String VISION = "Qwen/Qwen3-VL-Reranker-2B";

  @TempDir private static Path models;

  private static Catalog catalog;
  private static TestServer server;
  private static Wire wire;
  private static Catalog visionCatalog;
  private static TestServer visionServer;

  @BeforeAll
  static void start() throws Exception {
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

  /// A tiny model of the same family under the name of the real one.
  private static Catalog visionCatalog() throws Exception {
    Path golden = Path.of("../core/src/test/resources/golden/models/qwen3_vl");
    Path model = Files.createDirectories(models.resolve(VISION));
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(golden.resolve(file), model.resolve(file));
    }
    return new Catalog(
        new ModelScan(List.of(models)), Optional.empty(), RerankerOptions.DEFAULT, Reranker::open);
  }

  @AfterAll
  static void stop() throws Exception {
    visionServer.close();
    visionCatalog.close();
    wire.close();
    server.close();
    catalog.close();
  }

  private static List<MatchResult> examples() throws Exception {
    return EXAMPLE.matcher(Files.readString(Path.of("../docs/api.md"))).results().toList();
  }

  @TestFactory
  Stream<DynamicTest> commandsAnswerAsDocumented() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
    return examples().stream()
        .map(example ->
            dynamicTest(example.group(1).lines().findFirst().orElseThrow(), () -> check(example)));
  }

  @Test
  void everyRouteHasACommand() throws Exception {
    List<String> commands = examples().stream().map(example -> example.group(1)).toList();

    assertThat(Api.service(TestServer.config(Limits.DEFAULT), catalog).routes())
        .isNotEmpty()
        .allSatisfy(route ->
            assertThat(commands)
                .anyMatch(command -> command.contains(":8000" + route.path().replace("*", ""))));
  }

  private static void check(MatchResult example) throws Exception {
    boolean vision = example.group(1).contains(VISION);
    String uri = vision ? visionServer.uri("").toString() : wire.uri().toString();
    String output = run(example.group(1).replace("http://127.0.0.1:8000", uri));
    if (example.group(2).equals("text")) {
      assertThat(output.replaceAll(" [0-9.]+", ""))
          .isEqualTo(example.group(3).replaceAll(" [0-9.]+", ""));
    } else {
      assertSameShape(TestServer.json(output), TestServer.json(example.group(3)), output);
    }
  }

  private static String run(String command) throws Exception {
    Process process = new ProcessBuilder("/bin/sh", "-c", command).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command).isZero();
    return output;
  }

  private static void assertSameShape(JsonNode actual, JsonNode expected, String all) {
    assertThat(actual.getNodeType()).as(all).isEqualTo(expected.getNodeType());
    assertThat(actual.fieldNames())
        .toIterable()
        .as(all)
        .containsExactlyElementsOf(() -> expected.fieldNames());
    assertThat(actual).as(all).hasSameSizeAs(expected);
    for (String name : (Iterable<String>) expected::fieldNames) {
      assertSameShape(actual.path(name), expected.path(name), all);
    }
    for (int i = 0; expected.isArray() && i < expected.size(); i++) {
      assertSameShape(actual.path(i), expected.path(i), all);
    }
  }
}
