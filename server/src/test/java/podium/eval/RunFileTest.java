package podium.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunFileTest {

  @TempDir private Path folder;
  private SmallDataset small = new SmallDataset(Path.of(""));

  @BeforeEach
  void write() {
    small = SmallDataset.in(folder);
  }

  private Run read(int top, String run) throws Exception {
    small.with("run.txt", run);
    try (Corpus corpus = small.corpus()) {
      return RunFile.read(folder.resolve("run.txt"), small.read(), corpus, top);
    }
  }

  private static List<String> ids(Run run, String query) {
    return run.of(query).stream().map(ScoredDocument::id).toList();
  }

  @Test
  void scoresDecideNotRanksAndEqualOnesComeByFallingId() throws Exception {
    Run run =
        read(
            10,
            """
            q1 Q0 d1 1 0.5 x
            q1 Q0 d4 2 7e-1 x
            q2\tQ0\td3\t1\t3\tx
            q1 Q0 d2 3 0.5 x
            q1 Q0 d3 4 -1 x
            """);

    assertThat(ids(run, "q1")).containsExactly("d4", "d2", "d1", "d3");
    assertThat(ids(run, "q2")).containsExactly("d3");
  }

  @Test
  void idsAreComparedAsBytesOfUtf8() throws Exception {
    // UTF-16, in which Java compares, has them the other way round
    String halfwidth = "\uffee";
    String clef = "\ud834\udd1e";
    for (String id : List.of(halfwidth, clef)) {
      small.withLine("corpus.jsonl", "{\"_id\": \"%s\", \"text\": \"\"}".formatted(id));
    }

    assertThat(ids(read(10, "q1 Q0 %s 1 1 x\nq1 Q0 %s 2 1 x\n".formatted(halfwidth, clef)), "q1"))
        .containsExactly(clef, halfwidth);
  }

  @Test
  void onlyTheBestAreTaken() throws Exception {
    assertThat(
            ids(read(2, "q1 Q0 d1 1 1 x\nq1 Q0 d2 2 3 x\nq1 Q0 d3 3 2 x\nq1 Q0 d2 4 0 x\n"), "q1"))
        .containsExactly("d2", "d3");
  }

  @Test
  void queriesWithoutJudgmentsArePassedOver() throws Exception {
    Run run = read(10, "q1 Q0 d1 1 1 x\nq3 Q0 d1 1 1 x\nother Q0 elsewhere 1 1 x\n");

    assertThat(run.ofQueries()).containsOnlyKeys("q1");
  }

  @Test
  void aDocumentThatIsTheQueryItselfIsLeftOut() throws Exception {
    small.withLine("corpus.jsonl", "{\"_id\": \"q1\", \"text\": \"how is bread baked\"}");

    assertThat(ids(read(1, "q1 Q0 q1 1 9 x\nq1 Q0 d1 2 1 x\n"), "q1")).containsExactly("d1");
    try (Corpus searched =
        Corpus.read(
            folder.resolve("corpus.jsonl"),
            Optional.of(new Bm25(0.9f, 0.4f, Bm25.Terms.ENGLISH)),
            Progress.UNSEEN)) {
      Run found = Run.search(small.read(), searched, 1, Progress.UNSEEN);
      assertThat(ids(found, "q1")).containsExactly("d1");
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    var run =
        new Run(
            "bm25",
            Map.of(
                "q1", List.of(new ScoredDocument("d2", 1.0 / 3), new ScoredDocument("d1", 1e-30))),
            Optional.empty());

    RunFile.write(run, folder.resolve("written.txt"));

    assertThat(Files.readString(folder.resolve("written.txt")))
        .isEqualTo("q1 Q0 d2 1 0.3333333333333333 bm25\nq1 Q0 d1 2 1.0E-30 bm25\n");
    assertThat(read(10, Files.readString(folder.resolve("written.txt"))).of("q1"))
        .isEqualTo(run.of("q1"));
  }

  @Test
  void anIdWithSpaceCannotBeWritten() {
    var run =
        new Run("bm25", Map.of("q1", List.of(new ScoredDocument("d 2", 1))), Optional.empty());

    assertThatThrownBy(() -> RunFile.write(run, folder.resolve("written.txt")))
        .hasMessage("'d 2' has white space, which a run file cannot carry");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "q1 Q0 d1 1 1 | , line 1: it must have 6 columns (query Q0 document rank score tag), but has 5",
        "q1 Q0 d1 1 high x | , line 1: score must be a finite number, but is 'high'",
        "q1 Q0 d1 1 NaN x | , line 1: score must be a finite number, but is 'NaN'",
        "q1 Q0 d9 1 1 x | , line 1: document 'd9' is not in DIR/corpus.jsonl",
        "q9 Q0 d1 1 1 x | ' has no candidates of any of the 2 queries'",
        "q1 Q0 d1 1 1 x/q1 Q0 d1 2 2 x | ' has document ''d1'' twice among the best of query ''q1'''",
      })
  void whatIsWrongIsNamed(String lines, String message) {
    assertThatThrownBy(() -> read(10, lines.replace('/', '\n')))
        .isInstanceOf(DatasetException.class)
        .hasMessage((folder.resolve("run.txt") + message).replace("DIR", folder.toString()));
  }
}
