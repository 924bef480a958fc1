package podium.cli;

import java.util.Locale;
import podium.Content;
import podium.Ranking;
import podium.RawScore;
import podium.api.RerankAnswer;

/// A ranking as people read it: place, score, where in the file, and the beginning of the text.
final class RankingTable {

  /// Characters of a document's text.
  private static final int TEXT_WIDTH = 100;

  private RankingTable() {}

  static Table of(RerankAnswer answer) {
    var table = new Table(">rank", ">" + nameOfScores(answer), ">index", "document");
    int rank = 1;
    for (Ranking.Entry entry : answer.ranking().entries()) {
      table.add(
          Integer.toString(rank++),
          String.format(Locale.ROOT, "%.4f", answer.rawScores() ? entry.logit() : entry.score()),
          Integer.toString(entry.index()),
          beginning(answer.echoed().get(entry.index()).content()));
    }
    return table;
  }

  private static String nameOfScores(RerankAnswer answer) {
    if (!answer.rawScores()) {
      return "score";
    }
    return answer.scores().kind() == RawScore.COSINE ? "cosine" : "logit";
  }

  /// The text on one line, without anything that a terminal might obey.
  private static String beginning(Content content) {
    String text =
        switch (content) {
          case Content.Text plain -> plain.text();
          case Content.Visual visual ->
              "[image] ".repeat(visual.images().size()) + visual.text().orElse("");
        };
    int end = Math.min(text.length(), 2 * TEXT_WIDTH);
    String line = text.substring(0, end).replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", " ").strip();
    int length = line.codePointCount(0, line.length());
    return length <= TEXT_WIDTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, TEXT_WIDTH - 1)) + "…";
  }
}
