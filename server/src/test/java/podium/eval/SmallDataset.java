package podium.eval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A data set of two queries and four documents in a folder, to be spoilt by tests.
public record SmallDataset(Path folder) {

  private static final String CORPUS =
      """
      {"_id": "d1", "title": "Bread", "text": "It is baked in an oven.", "metadata": {"a": [1]}}
      {"_id": "d2", "text": "The oven is hot."}

      {"_id": "d3", "title": "", "text": "A car has four wheels."}
      {"_id": "d4", "title": null, "text": "The train is late."}
      """;

  private static final String QUERIES =
      """
      {"_id": "q1", "text": "how is bread baked"}
      {"_id": "q2", "text": "wheels of a car"}
      {"_id": "q3", "text": "nobody judged this"}
      """;

  private static final String QRELS =
      """
      query-id\tcorpus-id\tscore
      q1\td1\t2
      q1\td2\t1
      q2\td3\t1
      """;

  /// Writes it.
  public static SmallDataset in(Path folder) {
    return new SmallDataset(folder)
        .with("corpus.jsonl", CORPUS)
        .with("queries.jsonl", QUERIES)
        .with("qrels/test.tsv", QRELS);
  }

  /// With another content of a file.
  public SmallDataset with(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// With a line more at the end of a file.
  public SmallDataset withLine(String name, String line) {
    try {
      return with(name, Files.readString(folder.resolve(name)) + line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public SmallDataset without(String name) {
    try {
      Files.delete(folder.resolve(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Dataset read() throws IOException {
    return Dataset.read(folder, "test", Optional.empty());
  }

  /// To be closed.
  public Corpus corpus() throws IOException {
    return Corpus.read(folder.resolve("corpus.jsonl"), Optional.empty(), Progress.UNSEEN);
  }
}
