package podium.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/// Writes the index of a [Corpus].
final class CorpusIndex {

  static final String ID = "id";

  /// Title and text.
  static final String TEXT = "text";

  /// Where in the file, from 1.
  static final String LINE = "line";

  private static final double BUFFER_MB = 64;

  /// Positions would only be needed for phrases.
  private static final FieldType SEARCHED = new FieldType(TextField.TYPE_STORED);

  static {
    SEARCHED.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    SEARCHED.freeze();
  }

  private CorpusIndex() {}

  static Analyzer analyzer(Optional<Bm25> bm25) {
    return bm25.<Analyzer>map(settings -> settings.terms().analyzer())
        .orElseGet(KeywordAnalyzer::new);
  }

  /// @throws DatasetException if a line is wrong
  static void write(Path file, Path folder, Optional<Bm25> bm25, Progress progress)
      throws IOException {
    try (Analyzer analyzer = analyzer(bm25);
        Directory directory = FSDirectory.open(folder);
        var writer = new IndexWriter(directory, settings(analyzer))) {
      LineFile.read(
          file,
          progress,
          line -> writer.addDocument(document(BeirEntry.parse(line), line, bm25.isPresent())));
    }
  }

  /// Neighbours only are merged, so that documents keep the order of the file and every run gives
  /// the same candidates.
  private static IndexWriterConfig settings(Analyzer analyzer) {
    return new IndexWriterConfig(analyzer)
        .setMergePolicy(new LogByteSizeMergePolicy())
        .setRAMBufferSizeMB(BUFFER_MB);
  }

  private static Document document(BeirEntry entry, Line line, boolean searched) {
    var document = new Document();
    document.add(new StringField(ID, entry.id(), Field.Store.YES));
    document.add(new StoredField(LINE, line.number()));
    String text = entry.titleAndText();
    document.add(searched ? new Field(TEXT, text, SEARCHED) : new StoredField(TEXT, text));
    return document;
  }
}
