package podium.cli;

import java.util.List;
import java.util.Locale;
import podium.Content;
import podium.Ranking;
import podium.RawScore;
import podium.api.Document;
import podium.api.RerankAnswer;
import podium.documents.Place;
import podium.http.Json;
import podium.terminal.Style;
import podium.terminal.Table;
import podium.terminal.Table.Cell;

/// A ranking as people and programs read it: rank, score, where in the input, and the text.
///
/// @param places of the documents
record PrintedRanking(RerankAnswer answer, List<Place> places) {

  /// Characters of a document's text in a table.
  private static final int TEXT_WIDTH = 100;

  /// From here on a score in 0..1 says yes rather than no.
  private static final float RELEVANT = 0.5f;

  PrintedRanking {
    places = List.copyOf(places);
  }

  /// With the beginning of each text, and places only if there are several files.
  Table forPeople() {
    boolean manyFiles = places.stream().map(Place::file).distinct().count() > 1;
    var table =
        new Table(">rank", ">" + nameOfScores(), manyFiles ? "place" : ">index", "document");
    int rank = 1;
    for (Ranking.Entry entry : answer.ranking().entries()) {
      Place place = places.get(entry.index());
      String where = manyFiles ? place.file() + ":" + place.line() : "" + entry.index();
      table.add(
          List.of(
              new Cell(Integer.toString(rank++), Style.FAINT),
              new Cell(String.format(Locale.ROOT, "%.4f", score(entry)), style(entry)),
              new Cell(where, Style.FAINT),
              Cell.of(beginning(text(entry)))));
    }
    return table;
  }

  /// With whole texts and exact scores, and always the same columns.
  Table forPrograms() {
    var table = new Table("rank", nameOfScores(), "index", "file", "line", "document");
    int rank = 1;
    for (Ranking.Entry entry : answer.ranking().entries()) {
      Place place = places.get(entry.index());
      table.add(
          Integer.toString(rank++),
          Float.toString(score(entry)),
          Integer.toString(entry.index()),
          place.file(),
          Long.toString(place.line()),
          text(entry));
    }
    return table;
  }

  /// An object a document, best first: what the server says of it, and its place.
  List<String> jsonLines() {
    return answer.ranking().entries().stream().map(this::jsonLine).toList();
  }

  private String jsonLine(Ranking.Entry entry) {
    Place place = places.get(entry.index());
    return Json.object(
            json -> {
              json.writeNumberField("index", entry.index());
              json.writeNumberField("relevance_score", score(entry));
              json.writeStringField("file", place.file());
              json.writeNumberField("line", place.line());
              json.writeFieldName("document");
              json.writeRawValue(document(entry).echo());
            })
        .toString();
  }

  private Document document(Ranking.Entry entry) {
    return answer.echoed().get(entry.index());
  }

  private float score(Ranking.Entry entry) {
    return answer.rawScores() ? entry.logit() : entry.score();
  }

  private static Style style(Ranking.Entry entry) {
    return entry.score() >= RELEVANT ? Style.GOOD : Style.PLAIN;
  }

  private String nameOfScores() {
    if (!answer.rawScores()) {
      return "score";
    }
    return answer.scores().kind() == RawScore.COSINE ? "cosine" : "logit";
  }

  private String text(Ranking.Entry entry) {
    return switch (document(entry).content()) {
      case Content.Text plain -> plain.text();
      case Content.Visual visual ->
          "[image] ".repeat(visual.images().size()) + visual.text().orElse("");
    };
  }

  /// The text on one line, without anything that a terminal might obey.
  private static String beginning(String text) {
    int end = Math.min(text.length(), 2 * TEXT_WIDTH);
    String line = text.substring(0, end).replaceAll("[\\s\\p{Cntrl}\\p{Cf}]+", " ").strip();
    int length = line.codePointCount(0, line.length());
    return length <= TEXT_WIDTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, TEXT_WIDTH - 1)) + "…";
  }
}
