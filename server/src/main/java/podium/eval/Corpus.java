package podium.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/// The documents of a data set, in a Lucene index in a temporary folder, so that there may be more
/// than fit in memory. Found by id and, if it was built for that, by BM25. Used by one thread.
public final class Corpus implements AutoCloseable {

  /// Lucene recommends a module that is not final yet. Loggers are collected if nobody holds them,
  /// and then lose their level.
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  static {
    LUCENE.setLevel(Level.SEVERE);
    IndexSearcher.setMaxClauseCount(1 << 20); // of BM25's queries: as many as a text has terms
  }

  private final Path file;
  private final TemporaryFolder folder;
  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Analyzer analyzer;
  private final QueryBuilder queries;

  private Corpus(Path file, TemporaryFolder folder, Optional<Bm25> bm25) throws IOException {
    this.file = file;
    this.folder = folder;
    this.directory = FSDirectory.open(folder.path());
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
    bm25.ifPresent(settings -> searcher.setSimilarity(settings.similarity()));
    this.analyzer = CorpusIndex.analyzer(bm25);
    this.queries = new QueryBuilder(analyzer);
  }

  /// Reads the documents of `file`.
  ///
  /// @param bm25 how they will be searched; empty: not at all, which is quicker to build
  /// @param progress is told of the bytes read
  /// @throws DatasetException if a line is wrong or an id occurs twice
  public static Corpus read(Path file, Optional<Bm25> bm25, Progress progress) throws IOException {
    TemporaryFolder folder = TemporaryFolder.create();
    try {
      CorpusIndex.write(file, folder.path(), bm25, progress);
      var corpus = new Corpus(file, folder, bm25);
      try {
        corpus.check();
      } catch (DatasetException e) {
        corpus.close();
        throw e;
      }
      return corpus;
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private void check() throws IOException {
    Terms ids = MultiTerms.getTerms(reader, CorpusIndex.ID);
    if (ids == null) {
      throw new DatasetException("%s has no documents".formatted(file));
    }
    TermsEnum terms = ids.iterator();
    for (BytesRef id = terms.next(); id != null; id = terms.next()) {
      if (terms.docFreq() > 1) {
        throw twice(id.utf8ToString(), terms);
      }
    }
  }

  private DatasetException twice(String id, TermsEnum term) throws IOException {
    PostingsEnum documents = term.postings(null, PostingsEnum.NONE);
    long first = line(documents.nextDoc());
    return Line.wrong(
        file,
        line(documents.nextDoc()),
        "_id %s was there before, on line %d".formatted(Line.quoted(id), first));
  }

  private long line(int document) throws IOException {
    return stored(document, CorpusIndex.LINE).numericValue().longValue();
  }

  /// How many documents there are.
  public int size() {
    return reader.numDocs();
  }

  /// Where they come from.
  Path file() {
    return file;
  }

  boolean contains(String id) throws IOException {
    return find(id).isPresent();
  }

  /// Title and text of a document that is there.
  String text(String id) throws IOException {
    return stored(find(id).orElseThrow(), CorpusIndex.TEXT).stringValue();
  }

  private OptionalInt find(String id) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum documents =
          leaf.reader().postings(new Term(CorpusIndex.ID, id), PostingsEnum.NONE);
      if (documents != null && documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        return OptionalInt.of(leaf.docBase + documents.docID());
      }
    }
    return OptionalInt.empty();
  }

  private IndexableField stored(int document, String field) throws IOException {
    return Objects.requireNonNull(
        reader.storedFields().document(document, Set.of(field)).getField(field));
  }

  /// The best documents by BM25 that share a term with `text`, best first. Where equal scores meet
  /// the limit, the documents that come first in the file get in.
  List<ScoredDocument> search(String text, int limit) throws IOException {
    Query query = queries.createBooleanQuery(CorpusIndex.TEXT, text);
    if (query == null) {
      return List.of(); // all of its words are left out as too common
    }
    StoredFields fields = reader.storedFields();
    var found = new ArrayList<ScoredDocument>();
    for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
      String id = fields.document(hit.doc, Set.of(CorpusIndex.ID)).get(CorpusIndex.ID);
      found.add(new ScoredDocument(id, hit.score));
    }
    found.sort(ScoredDocument.ORDER);
    return found;
  }

  /// Deletes the index.
  @Override
  public void close() throws IOException {
    try (folder;
        directory;
        reader;
        analyzer) {
      // in the reverse order
    }
  }
}
