package podium.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A folder in BEIR's layout: `corpus.jsonl`, `queries.jsonl`, `qrels/test.tsv`. Of the queries,
/// those that are evaluated are in memory, and all judgments; of the documents none is.
public final class Dataset {

  private final Path folder;
  private final String split;
  private final Judgments judgments;
  private final Map<String, String> queries = new LinkedHashMap<>();

  private Dataset(Path folder, String split, Judgments judgments) {
    this.folder = folder;
    this.split = split;
    this.judgments = judgments;
  }

  /// Reads the judged queries.
  ///
  /// @param split the name of the file in `qrels`, without `.tsv`
  /// @param sample empty: all judged queries
  /// @throws DatasetException if a file is missing or wrong
  public static Dataset read(Path folder, String split, Optional<Sample> sample)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          "%s %s".formatted(folder, Files.exists(folder) ? "is not a folder" : "does not exist"));
    }
    Judgments judgments = Judgments.read(folder.resolve("qrels").resolve(split + ".tsv"));
    var dataset = new Dataset(folder, split, judgments);
    dataset.readQueries(
        sample.map(part -> part.of(judgments.queries())).orElse(List.copyOf(judgments.queries())));
    return dataset;
  }

  private void readQueries(List<String> wanted) throws IOException {
    Path file = folder.resolve("queries.jsonl");
    var judged = new HashSet<>(wanted);
    var texts = new HashMap<String, String>();
    LineFile.read(
        file,
        Progress.UNSEEN,
        line -> {
          BeirEntry query = BeirEntry.parse(line);
          if (judged.contains(query.id())) {
            if (query.text().isBlank()) {
              throw line.wrong("text of query %s is blank".formatted(Line.quoted(query.id())));
            }
            if (texts.put(query.id(), query.text()) != null) {
              throw line.wrong("_id %s was there before".formatted(Line.quoted(query.id())));
            }
          }
        });
    for (String id : wanted) {
      String text = texts.get(id);
      if (text == null) {
        throw judgments.withoutText(id, file);
      }
      queries.put(id, text);
    }
  }

  /// The name of the folder.
  public String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /// Where the documents are.
  public Path corpus() {
    return folder.resolve("corpus.jsonl");
  }

  public String split() {
    return split;
  }

  /// The texts of the queries that are evaluated, by id.
  public Map<String, String> queries() {
    return Collections.unmodifiableMap(queries);
  }

  /// The judged documents of a query with their relevance; what is below 1 is not relevant.
  Map<String, Integer> judgments(String query) {
    return judgments.of(query);
  }
}
