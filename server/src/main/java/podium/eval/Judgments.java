package podium.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which documents are how relevant to which query, as `qrels/test.tsv` says. All in memory, about
/// 150 bytes a line.
final class Judgments {

  private static final List<String> HEADER = List.of("query-id", "corpus-id", "score");

  private final Path file;
  private final Map<String, Map<String, Integer>> ofQueries = new LinkedHashMap<>();
  private final Map<String, Long> firstLines = new LinkedHashMap<>();

  private Judgments(Path file) {
    this.file = file;
  }

  /// @throws DatasetException if it is no such file
  static Judgments read(Path file) throws IOException {
    var judgments = new Judgments(file);
    LineFile.read(file, Progress.UNSEEN, judgments::read);
    if (judgments.ofQueries.isEmpty()) {
      throw new DatasetException("%s has no judgments".formatted(file));
    }
    return judgments;
  }

  private void read(Line line) {
    List<String> cells = List.of(line.text().split("\t", -1));
    if (line.number() == 1) {
      checkHeader(cells, line);
      return;
    }
    if (cells.size() != HEADER.size()) {
      throw line.wrong(
          "it must have %d columns separated by tabs, but has %d"
              .formatted(HEADER.size(), cells.size()));
    }
    String query = cells.getFirst();
    String document = cells.get(1);
    int score = score(cells.get(2), line);
    firstLines.putIfAbsent(query, line.number());
    Integer before =
        ofQueries.computeIfAbsent(query, _ -> new LinkedHashMap<>()).put(document, score);
    if (before != null && before != score) {
      throw line.wrong(
          "corpus-id %s has score %d for query-id %s, but had %d before"
              .formatted(Line.quoted(document), score, Line.quoted(query), before));
    }
  }

  private static void checkHeader(List<String> cells, Line line) {
    if (!cells.equals(HEADER)) {
      throw line.wrong(
          "the columns must be %s, separated by tabs, but are %s"
              .formatted(String.join(", ", HEADER), Line.quoted(String.join(", ", cells))));
    }
  }

  private static int score(String cell, Line line) {
    try {
      return Integer.parseInt(cell);
    } catch (NumberFormatException _) {
      throw line.wrong("score must be a whole number, but is %s".formatted(Line.quoted(cell)));
    }
  }

  /// The queries in the order of the file.
  Set<String> queries() {
    return Collections.unmodifiableSet(ofQueries.keySet());
  }

  /// The judged documents of a query with their relevance; what is below 1 is not relevant.
  Map<String, Integer> of(String query) {
    return Collections.unmodifiableMap(ofQueries.getOrDefault(query, Map.of()));
  }

  /// The complaint that a query's text is nowhere.
  DatasetException withoutText(String query, Path queries) {
    return Line.wrong(
        file,
        firstLines.getOrDefault(query, 0L),
        "query-id %s is not in %s".formatted(Line.quoted(query), queries));
  }
}
