package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import podium.Ranking;
import podium.Scores;
import podium.api.Document;
import podium.api.RerankAnswer;
import podium.documents.Place;
import podium.json.JsonValue;
import podium.terminal.Table;

class PrintedRankingTest {

  private static String print(Table table) {
    var text = new StringWriter();
    try (var out = new PrintWriter(text)) {
      table.print(out);
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String tsv(Table table) {
    var text = new StringWriter();
    try (var out = new PrintWriter(text)) {
      table.printTsv(out);
    }
    return text.toString();
  }

  @Test
  void aRankingShowsTheBestFirst() throws Exception {
    List<Document> documents =
        Stream.of("{\"text\":\"two\\n\\u001b[31mlines\"}", "\"%s\"".formatted("x".repeat(101)))
            .map(json -> Document.of(JsonValue.parse(json, "document")))
            .toList();
    var scores =
        new Scores(
            new float[] {-1, 2},
            9,
            0,
            new Scores.Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO));
    var answer =
        new RerankAnswer("id", "m", "1", Ranking.of(scores), false, documents, scores, List.of());

    var ranking = new PrintedRanking(answer, List.of(new Place("a.txt", 1), new Place("a.txt", 3)));
    assertThat(print(ranking.forPeople()))
        .isEqualTo(
            """
            rank   score  index  document
               1  0.8808      1  %s…
               2  0.2689      0  two [31mlines
            """
                .formatted("x".repeat(99)));
    assertThat(tsv(ranking.forPrograms()))
        .isEqualTo(
            """
            rank\tscore\tindex\tfile\tline\tdocument
            1\t0.8807971\t1\ta.txt\t3\t%s
            2\t0.26894143\t0\ta.txt\t1\ttwo\\n\u001b[31mlines
            """
                .formatted("x".repeat(101)));
  }
}
