package podium.eval;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;

/// Candidates in TREC's format, `query Q0 document rank score tag` on each line. Of each query that
/// is evaluated, only the best are kept in memory, however many the file has.
public final class RunFile {

  private static final List<String> COLUMNS =
      List.of("query", "Q0", "document", "rank", "score", "tag");

  private static final Pattern SPACE = Pattern.compile("[ \\t]+");

  private final Set<String> queries;
  private final Corpus corpus;
  private final int top;
  private final Map<String, Queue<ScoredDocument>> best = new LinkedHashMap<>();

  private RunFile(Set<String> queries, Corpus corpus, int top) {
    this.queries = queries;
    this.corpus = corpus;
    this.top = top;
  }

  /// The `top` best candidates by score, of the queries that are evaluated. A document with the id
  /// of the query is left out, as BEIR does: there it is the query itself.
  ///
  /// @throws DatasetException if a line is wrong, a document is not in the corpus or twice among
  ///   the best, or no query is known
  public static Run read(Path file, Dataset dataset, Corpus corpus, int top) throws IOException {
    var run = new RunFile(dataset.queries().keySet(), corpus, top);
    LineFile.read(file, Progress.UNSEEN, run::read);
    if (run.best.isEmpty()) {
      throw new DatasetException(
          "%s has no candidates of any of the %d queries".formatted(file, run.queries.size()));
    }
    return new Run(String.valueOf(file.getFileName()), run.sorted(file), Optional.empty());
  }

  private void read(Line line) throws IOException {
    List<String> cells = List.of(SPACE.split(line.text().strip()));
    if (cells.size() != COLUMNS.size()) {
      throw line.wrong(
          "it must have %d columns (%s), but has %d"
              .formatted(COLUMNS.size(), String.join(" ", COLUMNS), cells.size()));
    }
    String query = cells.getFirst();
    String document = cells.get(2);
    double score = score(cells.get(4), line);
    if (!queries.contains(query)) {
      return; // of another split, or not drawn
    }
    if (!corpus.contains(document)) {
      throw line.wrong("document %s is not in %s".formatted(Line.quoted(document), corpus.file()));
    }
    if (!document.equals(query)) {
      Queue<ScoredDocument> ofQuery =
          best.computeIfAbsent(query, _ -> new PriorityQueue<>(ScoredDocument.ORDER.reversed()));
      ofQuery.add(new ScoredDocument(document, score));
      if (ofQuery.size() > top) {
        ofQuery.remove();
      }
    }
  }

  private static double score(String cell, Line line) {
    try {
      double score = Double.parseDouble(cell);
      if (Double.isFinite(score)) {
        return score;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw line.wrong("score must be a finite number, but is %s".formatted(Line.quoted(cell)));
  }

  private Map<String, List<ScoredDocument>> sorted(Path file) {
    var sorted = new LinkedHashMap<String, List<ScoredDocument>>();
    best.forEach((query, documents) -> {
      var seen = new HashSet<String>();
      for (ScoredDocument document : documents) {
        if (!seen.add(document.id())) {
          throw new DatasetException(
              "%s has document %s twice among the best of query %s"
                  .formatted(file, Line.quoted(document.id()), Line.quoted(query)));
        }
      }
      sorted.put(query, documents.stream().sorted(ScoredDocument.ORDER).toList());
    });
    return sorted;
  }

  /// Writes `run`, to be read again.
  ///
  /// @throws DatasetException if an id has white space, which the format cannot carry
  public static void write(Run run, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (var ofQuery : run.ofQueries().entrySet()) {
        String query = checked(ofQuery.getKey());
        int rank = 1;
        for (ScoredDocument document : ofQuery.getValue()) {
          out.write(
              "%s Q0 %s %d %s %s\n"
                  .formatted(
                      query,
                      checked(document.id()),
                      rank++,
                      document.score(),
                      checked(run.name())));
        }
      }
    }
  }

  private static String checked(String id) {
    if (SPACE.matcher(id).find()) {
      throw new DatasetException(
          "%s has white space, which a run file cannot carry".formatted(Line.quoted(id)));
    }
    return id;
  }
}
