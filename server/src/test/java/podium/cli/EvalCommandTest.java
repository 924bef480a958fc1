package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import podium.eval.SmallDataset;
import podium.http.TestServer;

/// `podium eval` with the embedded model, and one with random weights.
class EvalCommandTest {

  private static final Path EVERYDAY = Path.of("src/test/resources/eval/everyday");
  private static final Path GOLDEN = Path.of("../core/src/test/resources/golden/models");

  private static final List<String> MEASURES = List.of("ndcg_at_10", "mrr_at_10", "recall_at_top");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int eval(String... args) {
    var all = new ArrayList<>(List.of("eval"));
    all.addAll(List.of(args));
    return Podium.commandLine(Map.of("PODIUM_MODELS", folder.toString()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode report(String... args) throws Exception {
    var all = new ArrayList<>(List.of(args));
    all.add("--output=json");
    assertThat(eval(all.toArray(String[]::new))).as(err.toString()).isZero();
    return TestServer.json(out.toString());
  }

  /// Adds a model with random weights under that name.
  private void addModel(String name, String golden) throws Exception {
    Path model = Files.createDirectories(folder.resolve(name));
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve(golden).resolve(file), model.resolve(file));
    }
  }

  private static List<String> ids(String file) throws Exception {
    var ids = new ArrayList<String>();
    for (String line : Files.readAllLines(EVERYDAY.resolve(file))) {
      ids.add(TestServer.json(line).path("_id").textValue());
    }
    return ids;
  }

  /// A run that has all documents for each query, in an order of chance.
  private Path shuffledRun() throws Exception {
    var lines = new ArrayList<String>();
    var random = new Random(5);
    for (String query : ids("queries.jsonl")) {
      List<String> documents = ids("corpus.jsonl");
      Collections.shuffle(documents, random);
      for (int i = 0; i < documents.size(); i++) {
        lines.add("%s Q0 %s %d %d chance".formatted(query, documents.get(i), i + 1, -i));
      }
    }
    return Files.write(folder.resolve("shuffled.txt"), lines);
  }

  @Test
  void printsATableWithBm25First() {
    assertThat(eval(EVERYDAY.toString(), "--top=10", "--precision=f32")).isZero();

    assertThat(out.toString().lines().toList())
        .satisfiesExactly(
            summary ->
                assertThat(summary)
                    .isEqualTo(
                        "everyday, test: 16 queries, 48 documents, the best 10 of bm25 (k1 0.9, b 0.4, english)"),
            heading ->
                assertThat(heading)
                    .matches(
                        "model +precision +nDCG@10 +gain \\(95 %\\) +MRR@10 +recall@10 +p50 ms +p95 ms +pairs/s +cut"),
            bm25 ->
                assertThat(bm25)
                    .matches("bm25 +- +0\\.8648 +- +0\\.8594 +0\\.9375 +[\\d.]+ +[\\d.]+ +- +-"),
            tiny ->
                assertThat(tiny)
                    .matches(
                        "podium-tiny +f32 +0\\.8\\d+ +-0\\.\\d+\\.\\.\\+0\\.\\d+ +0\\.8\\d+ +0\\.9375 +[\\d.]+ +[\\d.]+ +[\\d.]+ +0\\.0 %"));
    assertThat(err.toString().lines())
        .containsExactly(
            "podium: reading " + EVERYDAY.resolve("corpus.jsonl"),
            "podium: searching",
            "podium: podium-tiny f32");
  }

  @Test
  void aModelPutsAShuffledRunInOrder() throws Exception {
    JsonNode report = report(EVERYDAY.toString(), "--run=" + shuffledRun(), "--precision=f32");

    JsonNode chance = report.path("rows").path(0);
    JsonNode tiny = report.path("rows").path(1);
    assertThat(chance.path("model").textValue()).isEqualTo("shuffled.txt");
    assertThat(chance.path("ndcg_at_10").doubleValue()).isBetween(0.0, 0.3);
    assertThat(chance.has("pairs_per_s")).isFalse();
    assertThat(tiny.path("ndcg_at_10").doubleValue()).isGreaterThan(0.7);
    assertThat(tiny.path("gain_from").doubleValue()).isGreaterThan(0.4);
    assertThat(tiny.path("mrr_at_10").doubleValue()).isGreaterThan(0.7);
    assertThat(tiny.path("recall_at_top").doubleValue()).isEqualTo(1);
    assertThat(tiny.path("pairs_per_s").doubleValue()).isPositive();
    assertThat(tiny.path("p95_ms").doubleValue())
        .isGreaterThanOrEqualTo(tiny.path("p50_ms").doubleValue())
        .isPositive();
  }

  @Test
  void aSavedRunIsTheSameCandidates() throws Exception {
    Path saved = folder.resolve("saved.txt");
    JsonNode searched = report(EVERYDAY.toString(), "--top=10", "--save-run=" + saved);
    out.getBuffer().setLength(0);

    JsonNode read = report(EVERYDAY.toString(), "--top=10", "--run=" + saved);

    for (int row = 0; row < 2; row++) {
      for (String measure : MEASURES) {
        assertThat(read.path("rows").path(row).path(measure))
            .isEqualTo(searched.path("rows").path(row).path(measure));
      }
    }
  }

  @Test
  void everyModelAtEveryPrecisionIsARow() throws Exception {
    addModel("org/random", "bert");

    JsonNode report =
        report(
            EVERYDAY.toString(),
            "--model=org/random",
            "--model=podium-tiny",
            "--precision=f32",
            "--precision=f32,auto",
            "--queries=3",
            "--top=5");

    var rows = new ArrayList<String>();
    report
        .path("rows")
        .forEach(
            row -> rows.add(row.path("model").asText() + " " + row.path("precision").asText()));
    assertThat(rows).doesNotHaveDuplicates();
    assertThat(rows).contains("bm25 ", "org/random f32", "podium-tiny f32");
    assertThat(report.path("queries").intValue()).isEqualTo(3);
  }

  @Test
  void tsvHasTheNumbersOfJson() throws Exception {
    JsonNode report = report(EVERYDAY.toString(), "--top=10", "--precision=f32");
    out.getBuffer().setLength(0);
    assertThat(eval(EVERYDAY.toString(), "--top=10", "--precision=f32", "--output=tsv")).isZero();

    List<List<String>> rows =
        out.toString().lines().map(line -> List.of(line.split("\t", -1))).toList();
    assertThat(rows.getFirst())
        .containsExactly(
            "model",
            "precision",
            "ndcg_at_10",
            "gain_from",
            "gain_to",
            "mrr_at_10",
            "recall_at_top",
            "p50_ms",
            "p95_ms",
            "pairs_per_s",
            "cut");
    assertThat(rows).hasSize(3).allSatisfy(row -> assertThat(row).hasSize(11));
    for (int row = 0; row < 2; row++) {
      for (String measure : MEASURES) {
        String cell = rows.get(row + 1).get(rows.getFirst().indexOf(measure));
        assertThat(Double.parseDouble(cell))
            .isCloseTo(report.path("rows").path(row).path(measure).doubleValue(), offset(1e-9));
      }
    }
    assertThat(rows.get(1).subList(3, 5)).containsExactly("", "");
    assertThat(rows.get(1).get(9)).isEmpty();
  }

  @Test
  void documentsThatAModelCannotReadToTheEndAreCounted() throws Exception {
    SmallDataset small = SmallDataset.in(folder.resolve("small"));
    small.withLine(
        "corpus.jsonl", "{\"_id\": \"long\", \"text\": \"%s\"}".formatted("bread ".repeat(400)));

    JsonNode report = report(small.folder().toString());

    // q1 finds d1 and the long one, q2 finds d3
    assertThat(report.path("rows").path(1).path("cut").doubleValue())
        .isCloseTo(1 / 3.0, offset(1e-5));
  }

  @Test
  void thePlotHasEveryModelAndTheBaseline() throws Exception {
    addModel("a<b>&c", "bert");
    Path plot = folder.resolve("quality.svg");

    int exitCode =
        eval(
            EVERYDAY.toString(),
            "--model=a<b>&c,podium-tiny",
            "--precision=f32",
            "--top=10",
            "--plot=" + plot);

    assertThat(exitCode).as(err.toString()).isZero();
    Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(plot.toFile());
    assertThat(svg.getDocumentElement().getTextContent())
        .contains("a<b>&c f32", "podium-tiny f32", "bm25 0.865", "nDCG@10", "pairs/s");
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2);
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    SmallDataset small =
        SmallDataset.in(folder.resolve("small"))
            .withLine("qrels/test.tsv", "q1\tgone\t1")
            .withLine("qrels/test.tsv", "q3\td1\t0")
            .with("run.txt", "q1 Q0 d1 1 1 x\n");

    JsonNode report =
        report(small.folder().toString(), "--run=" + small.folder().resolve("run.txt"));

    assertThat(err.toString())
        .contains(
            "podium: 1 of 5 judgments are of documents that are not in %s, such as 'gone'; they count as not found%n"
                .formatted(small.folder().resolve("corpus.jsonl")),
            "podium: 2 of 3 queries have no candidates and count 0%n".formatted(),
            "podium: 1 of 3 queries have no relevant document and count 0%n".formatted());
    double ideal = 2 + 1 / (Math.log(3) / Math.log(2)) + 1 / 2.0; // d1, d2, gone
    assertThat(report.path("rows").path(0).path("ndcg_at_10").doubleValue())
        .isCloseTo(2 / ideal / 3, offset(1e-5));
  }

  @Nested
  class Refuses {

    private void assertRefused(String message, String... args) {
      assertThat(eval(args)).isEqualTo(2);
      assertThat(err.toString()).endsWith("podium: %s%n".formatted(message));
      assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiterString = " => ",
        value = {
          "/nowhere => /nowhere does not exist",
          "EVERYDAY --split=dev => EVERYDAY/qrels/dev.tsv does not exist",
          "EVERYDAY --top=0 => --top must be at least 1, but is 0",
          "EVERYDAY --queries=0 => queries must be at least 1, but is 0",
          "EVERYDAY --bm25-b=2 => b must be in 0..1, but is 2.0",
          "EVERYDAY --run=x --bm25-k1=1 => --bm25-k1, --bm25-b and --bm25-terms are of a search, which --run replaces",
          "EVERYDAY --run=/nowhere => --run /nowhere: there is no such file",
          "EVERYDAY --plot=/nowhere/x.svg => --plot /nowhere/x.svg: there is no folder /nowhere",
          "EVERYDAY --save-run=/nowhere/x => --save-run /nowhere/x: there is no folder /nowhere",
          "EVERYDAY --model=bge => there is no model bge; there are: podium-tiny",
          "EVERYDAY --model=org/bge => there is no model org/bge; there are: podium-tiny; podium pull org/bge gets it",
          "EVERYDAY --precision=f64 => Invalid value for option '--precision' (auto|f32|bf16): expected one of [AUTO, F32, BF16] (case-insensitive) but was 'f64'; see podium eval --help",
          "EVERYDAY --output=xml => Invalid value for option '--output': expected one of [TABLE, JSON, TSV] (case-insensitive) but was 'xml'; see podium eval --help",
        })
    void whatCannotBeEvaluated(String args, String message) {
      assertRefused(
          message.replace("EVERYDAY", EVERYDAY.toString()),
          args.replace("EVERYDAY", EVERYDAY.toString()).split(" ", -1));
    }

    @Test
    void aDatasetWhoseLineIsBroken() {
      SmallDataset small =
          SmallDataset.in(folder.resolve("small")).withLine("corpus.jsonl", "{\"_id\"}");

      assertRefused(
          "%s, line 6: it is not valid JSON at column 7: Unexpected character ('}' (code 125)): was expecting a colon to separate field name and value"
              .formatted(small.folder().resolve("corpus.jsonl")),
          small.folder().toString());
    }

    @Test
    void judgmentsOfAnotherCorpus() {
      SmallDataset small =
          SmallDataset.in(folder.resolve("small"))
              .with("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\tx1\t1\nq2\tx2\t1\n");

      assertRefused(
          "2 of 2 judgments are of documents that are not in %s, such as 'x1'"
              .formatted(small.folder().resolve("corpus.jsonl")),
          small.folder().toString());
    }

    @Test
    void aRunOfAnotherCorpus() {
      SmallDataset small =
          SmallDataset.in(folder.resolve("small")).with("run.txt", "q1 Q0 x1 1 1 x\n");
      Path run = small.folder().resolve("run.txt");

      assertRefused(
          "%s, line 1: document 'x1' is not in %s"
              .formatted(run, small.folder().resolve("corpus.jsonl")),
          small.folder().toString(),
          "--run=" + run);
    }

    @Test
    @DisabledIf(
        value = "podium.engine.onednn.OneDnnEngine#computesBf16",
        disabledReason = "this processor computes in bf16")
    void bf16WhereTheProcessorHasNoneBeforeTheCorpusIsRead() {
      assertThat(eval(EVERYDAY.toString(), "--precision=f32", "--precision=bf16")).isEqualTo(1);
      assertThat(err.toString())
          .startsWith("podium: model podium-tiny: this processor (")
          .endsWith(
              ") cannot compute in bf16, which needs AVX-512 or a later AVX2; use the precision f32 or auto%n"
                  .formatted());
    }
  }

  @Test
  @EnabledIf(
      value = "podium.engine.onednn.OneDnnEngine#computesBf16",
      disabledReason = "this processor cannot compute in bf16")
  void bf16IsARowOfItsOwn() throws Exception {
    JsonNode report = report(EVERYDAY.toString(), "--precision=f32,bf16", "--top=5");

    assertThat(report.path("rows")).hasSize(3);
    assertThat(report.path("rows").path(2).path("precision").textValue()).isEqualTo("bf16");
  }
}
