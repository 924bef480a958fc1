package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.Ranking;
import podium.Scores;
import podium.api.Document;
import podium.api.RerankAnswer;

class TableTest {

  private static String print(Table table) {
    var text = new StringWriter();
    try (var out = new PrintWriter(text)) {
      table.print(out);
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void columnsAreAligned() {
    var table = new Table(">rank", "name", "note");
    table.add("1", "longer name", "a");
    table.add("10", "ä😀", "");

    assertThat(print(table))
        .isEqualTo(
            """
            rank  name         note
               1  longer name  a
              10  ä😀
            """);
  }

  @Test
  void aRankingShowsTheBestFirst() throws Exception {
    List<Document> documents =
        DocumentFile.read(
            "-",
            new ByteArrayInputStream(
                "{\"text\":\"two\\n\\u001b[31mlines\"}\n{\"text\":\"%s\"}\n"
                    .formatted("x".repeat(101))
                    .getBytes(StandardCharsets.UTF_8)));
    var scores =
        new Scores(
            new float[] {-1, 2},
            9,
            0,
            new Scores.Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    var answer =
        new RerankAnswer("id", "m", "1", Ranking.of(scores), false, documents, scores, List.of());

    assertThat(print(RankingTable.of(answer)))
        .isEqualTo(
            """
            rank   score  index  document
               1  0.8808      1  %s…
               2  0.2689      0  two [31mlines
            """
                .formatted("x".repeat(99)));
  }
}
