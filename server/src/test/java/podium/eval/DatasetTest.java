package podium.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {

  @TempDir private Path folder;
  private SmallDataset small = new SmallDataset(Path.of(""));

  @BeforeEach
  void write() {
    small = SmallDataset.in(folder);
  }

  @Test
  void hasTheJudgedQueriesInTheOrderOfTheJudgments() throws Exception {
    small.with("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq2\td3\t1\nq1\td1\t2\n");

    Dataset dataset = small.read();

    assertThat(dataset.queries().keySet()).containsExactly("q2", "q1");
    assertThat(dataset.queries().get("q1")).isEqualTo("how is bread baked");
    assertThat(dataset.judgments("q1")).containsEntry("d1", 2).hasSize(1);
    assertThat(dataset.name()).isEqualTo(folder.getFileName().toString());
  }

  @Test
  void theCorpusHasTitleAndTextById() throws Exception {
    try (Corpus corpus = small.corpus()) {
      assertThat(corpus.size()).isEqualTo(4);
      assertThat(corpus.text("d1")).isEqualTo("Bread It is baked in an oven.");
      assertThat(corpus.text("d3")).isEqualTo("A car has four wheels.");
      assertThat(corpus.text("d4")).isEqualTo("The train is late.");
      assertThat(corpus.contains("d5")).isFalse();
    }
  }

  @Test
  void linesMayEndAsOnWindows() throws Exception {
    for (String name : new String[] {"corpus.jsonl", "queries.jsonl", "qrels/test.tsv"}) {
      small.with(name, Files.readString(folder.resolve(name)).replace("\n", "\r\n"));
    }

    assertThat(small.read().judgments("q2")).containsEntry("d3", 1);
    try (Corpus corpus = small.corpus()) {
      assertThat(corpus.size()).isEqualTo(4);
    }
  }

  @Test
  void progressIsToldOfEveryByteOfTheCorpus() throws Exception {
    long[] last = new long[1];
    Path file = folder.resolve("corpus.jsonl");
    try (Corpus corpus = Corpus.read(file, Optional.empty(), done -> last[0] = done)) {
      assertThat(corpus.size()).isEqualTo(4);
    }

    assertThat(last[0]).isEqualTo(Files.size(file));
  }

  @Test
  void theIndexIsDeletedWhenTheCorpusIsClosedOrWrong() throws Exception {
    Set<Path> before = indexes();
    small.corpus().close();
    small.withLine("corpus.jsonl", "{");
    assertThatThrownBy(small::corpus).isInstanceOf(DatasetException.class);
    SmallDataset.in(folder).withLine("corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"\"}");
    assertThatThrownBy(small::corpus).isInstanceOf(DatasetException.class);

    assertThat(before).containsAll(indexes());
  }

  private static Set<Path> indexes() throws Exception {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (var files = Files.newDirectoryStream(temporary, TemporaryFolder.prefix() + "*")) {
      var found = new HashSet<Path>();
      files.forEach(found::add);
      return found;
    }
  }

  @Nested
  class ASample {

    private final Set<String> all =
        IntStream.range(0, 50)
            .mapToObj("q%02d"::formatted)
            .collect(Collectors.toCollection(TreeSet::new));

    @Test
    void isTheSameForTheSameSeedAndKeepsTheOrder() {
      var sample = new Sample(10, 3).of(all);

      assertThat(sample).hasSize(10).isSorted().isEqualTo(new Sample(10, 3).of(all));
      assertThat(sample).isNotEqualTo(new Sample(10, 4).of(all));
      assertThat(sample).isNotEqualTo(all.stream().limit(10).toList());
    }

    @Test
    void isAllIfThereAreNoMore() {
      assertThat(new Sample(100, 3).of(all)).containsExactlyElementsOf(all);
      assertThat(new Sample(1, 3).of(Collections.singleton("q"))).containsExactly("q");
    }

    @Test
    void leavesOutTheOtherQueries() throws Exception {
      Dataset dataset = Dataset.read(folder, "test", Optional.of(new Sample(1, 1)));

      assertThat(dataset.queries()).hasSize(1);
    }
  }

  @Nested
  class Refuses {

    private void assertRefused(String message) {
      assertThatThrownBy(
              () -> {
                small.read();
                small.corpus().close();
              })
          .isInstanceOf(DatasetException.class)
          .hasMessage(message.replace("DIR", folder.toString()));
    }

    @ParameterizedTest
    @CsvSource({"corpus.jsonl", "queries.jsonl", "qrels/test.tsv"})
    void aMissingFile(String name) {
      small.without(name);

      assertRefused("DIR/%s does not exist".formatted(name));
    }

    @Test
    void aFolderThatIsNone() {
      assertThatThrownBy(() -> Dataset.read(Path.of("/nowhere"), "test", Optional.empty()))
          .hasMessage("/nowhere does not exist");
      Path file = folder.resolve("corpus.jsonl");
      assertThatThrownBy(() -> Dataset.read(file, "test", Optional.empty()))
          .hasMessage(file + " is not a folder");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"_id\": \"d5\", \"text | it is not valid JSON at column 20: Unexpected end-of-input in field name",
          "[1] | it must be a JSON object, but is an array",
          "{\"text\": \"x\"} | _id is missing",
          "{\"_id\": \"d5\"} | text is missing",
          "{\"_id\": 5, \"text\": \"x\"} | _id must be a string, but is 5",
          "{\"_id\": \"d5\", \"text\": [\"x\"]} | text must be a string, but is an array",
          "{\"_id\": \" \", \"text\": \"x\"} | _id must have 1 to 1000 characters, not all blank, but has 1",
          "{\"_id\": \"d2\", \"text\": \"x\"} | _id 'd2' was there before, on line 2",
        })
    void aDocument(String line, String message) {
      small.withLine("corpus.jsonl", line);

      assertRefused("DIR/corpus.jsonl, line 6: " + message);
    }

    @Test
    void aDocumentThatIsNotUtf8() throws Exception {
      byte[] line = "{\"_id\": \"d5\", \"text\": \"?\"}\n".getBytes(StandardCharsets.UTF_8);
      line[23] = (byte) 0xff;
      Path file = folder.resolve("corpus.jsonl");
      byte[] before = Files.readAllBytes(file);
      byte[] all = Arrays.copyOf(before, before.length + line.length);
      System.arraycopy(line, 0, all, before.length, line.length);
      Files.write(file, all);

      assertRefused(
          "DIR/corpus.jsonl, line 6: it is not UTF-8: the byte at offset 23 begins no character");
    }

    @Test
    void aCorpusWithoutDocuments() {
      small.with("corpus.jsonl", "\n");

      assertRefused("DIR/corpus.jsonl has no documents");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"_id\": \"q2\", \"text\": \"x\"} | _id 'q2' was there before",
          "{\"_id\": \"q4\" \"text\": \"x\"} | it is not valid JSON at column 14: Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries",
        })
    void aQuery(String line, String message) {
      small.withLine("queries.jsonl", line);

      assertRefused("DIR/queries.jsonl, line 4: " + message);
    }

    @Test
    void aBlankQueryThatIsJudged() {
      small.with("queries.jsonl", "{\"_id\": \"q1\", \"text\": \" \"}\n");

      assertRefused("DIR/queries.jsonl, line 1: text of query 'q1' is blank");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "q1,d4,high | score must be a whole number, but is 'high'",
          "q1,d4,1.5 | score must be a whole number, but is '1.5'",
          "q1,d4 | it must have 3 columns separated by tabs, but has 2",
          "q1,0,d4,1 | it must have 3 columns separated by tabs, but has 4",
          "q1,d1,1 | corpus-id 'd1' has score 1 for query-id 'q1', but had 2 before",
          "q9,d1,1 | query-id 'q9' is not in DIR/queries.jsonl",
        })
    void aJudgment(String cells, String message) {
      small.withLine("qrels/test.tsv", cells.replace(',', '\t'));

      assertRefused("DIR/qrels/test.tsv, line 5: " + message);
    }

    @Test
    void judgmentsWithOtherColumns() {
      small.with("qrels/test.tsv", "query-id\tdoc-id\tscore\nq1\td1\t1\n");

      assertRefused(
          "DIR/qrels/test.tsv, line 1: the columns must be query-id, corpus-id, score, separated by"
              + " tabs, but are 'query-id, doc-id, score'");
    }

    @Test
    void noJudgments() {
      small.with("qrels/test.tsv", "query-id\tcorpus-id\tscore\n");

      assertRefused("DIR/qrels/test.tsv has no judgments");
    }
  }

  @Test
  void theSameJudgmentTwiceIsOne() throws Exception {
    small.withLine("qrels/test.tsv", "q1\td1\t2");

    assertThat(small.read().judgments("q1")).hasSize(2);
  }
}
