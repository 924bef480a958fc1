package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.http.TestServer;

/// `podium rerank` and `podium models` on the embedded model, without a server.
class RerankCommandTest {

  private static final String QUERY = "What is the capital of France?";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private Path documents;

  @BeforeEach
  void write() throws Exception {
    documents = folder.resolve("documents.txt");
    Files.writeString(
        documents,
        """
        Berlin is the capital of Germany.
        Paris is the capital and largest city of France.
        """);
  }

  private int podium(String... args) {
    return Podium.commandLine(Map.of("PODIUM_MODELS", folder.toString(), "PODIUM_PRECISION", "f32"))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private String output() {
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void printsATableWithTheBestFirst() {
    int exitCode = podium("rerank", "--output=table", "--query", QUERY, documents.toString());

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(output())
        .isEqualTo(
            """
            rank   score  index  document
               1  0.9917      1  Paris is the capital and largest city of France.
               2  0.1634      0  Berlin is the capital of Germany.
            """);
  }

  @Test
  void namesThePlacesOfSeveralFiles() throws Exception {
    Path csv = folder.resolve("more.csv");
    Files.writeString(csv, "id,sentence\n7,Rome is the capital of Italy.\n");
    Path jsonl = folder.resolve("more.jsonl");
    Files.writeString(jsonl, "{\"sentence\":\"Paris\",\"id\":1}\n");

    int exitCode =
        podium(
            "rerank",
            "--query",
            QUERY,
            "--output=table",
            "--color=always",
            "--column=sentence",
            csv.toString(),
            jsonl.toString());

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isZero();
    assertThat(output())
        .startsWith("\u001b[1mrank\u001b[0m  ")
        .contains(
            "\u001b[2m%s:2\u001b[0m  ".formatted(csv), "\u001b[2m%s:1\u001b[0m".formatted(jsonl));
  }

  @Test
  void printsOneObjectADocument() throws Exception {
    assertThat(podium("rerank", "--query", QUERY, "--output=jsonl", documents.toString())).isZero();

    List<String> lines = output().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode best = TestServer.json(lines.getFirst());
    assertThat(best.path("index").asInt()).isEqualTo(1);
    assertThat(best.path("relevance_score").asDouble()).isCloseTo(0.9917, offset(1e-3));
    assertThat(best.path("line").asInt()).isEqualTo(2);
    assertThat(best.path("file").asText()).isEqualTo(documents.toString());
    assertThat(best.at("/document/text").asText()).startsWith("Paris");
  }

  @Test
  void aBrokenLineIsOneLineAndCode2() throws Exception {
    Files.writeString(documents, "\"one\"\n{\"text\":}\n");

    assertThat(podium("rerank", "--query", QUERY, documents.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "podium: %s, line 2: document is not valid JSON at column ".formatted(documents))
        .endsWith(": {\"text\":}%n".formatted());
  }

  @Test
  void printsTheAnswerOfTheServer() throws Exception {
    int exitCode =
        podium(
            "rerank",
            "--query",
            QUERY,
            "--json",
            "--top-n=1",
            "--raw-scores",
            documents.toString());

    JsonNode answer = TestServer.json(out.toString());
    assertThat(exitCode).isZero();
    assertThat(answer.path("model").asText()).isEqualTo("podium-tiny");
    assertThat(answer.path("results")).hasSize(1);
    assertThat(answer.path("results").path(0).path("index").asInt()).isEqualTo(1);
    assertThat(answer.path("results").path(0).path("relevance_score").asDouble()).isGreaterThan(4);
    assertThat(answer.path("usage").path("prompt_tokens").asInt()).isPositive();
  }

  @Test
  void warnsOfDocumentsThatWereCut() throws Exception {
    Files.writeString(documents, "word ".repeat(1_000));

    assertThat(podium("rerank", "--query", QUERY, documents.toString())).isZero();
    assertThat(err.toString())
        .isEqualTo(
            "podium: 1 of 1 documents were longer than the limit and were cut%n".formatted());
  }

  @Test
  void anUnknownModelIsOneLineAndCode2() {
    assertThat(podium("rerank", "--model=bge", "--query", QUERY, documents.toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("podium: there is no model bge; there are: podium-tiny%n".formatted());
  }

  @Test
  void aBrokenModelIsOneLineAndCode1() throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve("config.json"), "{");

    assertThat(podium("rerank", "--model=broken", "--query", QUERY, documents.toString()))
        .isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("podium: model broken: the folder has no model.safetensors%n".formatted());
  }

  /// Puts the tiny Qwen3-VL and pictures into the folder, and documents that show them.
  private void writeImages(String... lines) throws Exception {
    Path golden = Path.of("../core/src/test/resources/golden");
    Path model = Files.createDirectory(folder.resolve("vision"));
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(golden.resolve("models/qwen3_vl").resolve(file), model.resolve(file));
    }
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.copy(golden.resolve("expected/qwen3_vl_images/grey.png"), data.resolve("grey.png"));
    Files.copy(
        golden.resolve("expected/qwen3_vl_images/landscape.png"), folder.resolve("land.png"));
    documents = data.resolve("documents.jsonl");
    Files.write(documents, List.of(lines));
  }

  @Test
  void imagesLieBesideTheDocuments() throws Exception {
    writeImages("{\"image\": \"grey.png\"}", "{\"image\": \"grey.png\", \"text\": \"a square\"}");

    assertThat(podium("rerank", "--model=vision", "--query=grey", documents.toString()))
        .as(err.toString())
        .isZero();
    assertThat(output()).contains("\t[image] \n", "\t[image] a square\n");
  }

  @Test
  void theQueryMayBeAnImage() throws Exception {
    writeImages("\"a grey square with circles\"");

    int exitCode =
        podium(
            "rerank",
            "--model=vision",
            "--raw-scores",
            "--json",
            "--query-image=" + folder.resolve("data/grey.png"),
            documents.toString());

    assertThat(exitCode).as(err.toString()).isZero();
    assertThat(TestServer.json(out.toString()).at("/results/0/relevance_score").floatValue())
        .isCloseTo(-1.8245125f, offset(1e-4f));
  }

  @Test
  void imagesElsewhereNeedARoot() throws Exception {
    writeImages("{\"image\": \"../land.png\"}");

    assertThat(podium("rerank", "--model=vision", "--query=q", documents.toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "podium: %s, line 1: document.image: image path '../land.png' leads out of the allowed directories%n"
                .formatted(documents));
    Files.writeString(documents, "{\"image\": \"land.png\"}");
    assertThat(
            podium(
                "rerank",
                "--model=vision",
                "--query=q",
                "--image-root=" + folder,
                documents.toString()))
        .isZero();
  }

  @Test
  void aModelThatReadsOnlyTakesNoImages() throws Exception {
    writeImages("\"a\"", "{\"image\": \"grey.png\"}");

    assertThat(podium("rerank", "--model=podium-tiny", "--query=q", documents.toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "podium: %s, line 2: document.image: the model takes text only, no images%n"
                .formatted(documents));
  }

  @Test
  void modelsAreListedWithTheReasonWhyTheyAreNotServed() throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve("config.json"), "{");
    writeImages();

    assertThat(podium("models", "--output=table", "--color=always")).isZero();

    assertThat(output().replaceAll("\u001b\\[1m|\u001b\\[0m", "").lines().toList())
        .satisfiesExactly(
            heading ->
                assertThat(heading)
                    .isEqualTo(
                        "name         family    modalities  precision  max length    size  verified   status"),
            vision ->
                assertThat(vision)
                    .startsWith(
                        "vision       qwen3_vl  text,image  f32             10240  1.2 MB  reference  \u001b[32mserved, default; nothing says"),
            tiny ->
                assertThat(tiny)
                    .startsWith(
                        "podium-tiny  bert      text        f16               256  9.1 MB  reference  \u001b[32mserved; a demonstration"),
            reason ->
                assertThat(reason)
                    .contains("\u001b[31mnot served: the folder has no model.safetensors"));
  }

  @Test
  void modelsAreListedAsTheServerDoes() throws Exception {
    assertThat(podium("models", "--output=json")).isZero();

    JsonNode model = TestServer.json(out.toString()).at("/data/0");
    assertThat(model.path("id").asText()).isEqualTo("podium-tiny");
    assertThat(model.path("verified").asText()).isEqualTo("reference");
  }

  @Test
  void modelsMayBeListedOneALine() throws Exception {
    Files.createDirectory(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/config.json"), "{");

    assertThat(podium("models", "--output=jsonl")).isZero();
    assertThat(output().lines().map(line -> line.replaceAll(",.*", "")))
        .containsExactly("{\"id\":\"podium-tiny\"", "{\"id\":\"broken\"");
    out.getBuffer().setLength(0);
    assertThat(podium("models", "--output=tsv")).isZero();
    assertThat(output().lines().map(line -> line.split("\t", -1)[0]))
        .containsExactly("name", "podium-tiny", "broken");
    assertThat(output()).contains("\t256\t9");
  }
}
