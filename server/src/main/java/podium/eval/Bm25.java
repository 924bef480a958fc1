package podium.eval;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;

/// How candidates are searched for: BM25 as Apache Lucene computes it, of each term of the query,
///
///     ln(1 + (N − n + 0.5) / (n + 0.5)) · f / (f + k1 · (1 − b + b · length / mean length))
///
/// with N documents, of which n have the term, f times in this one. Lengths above 40 terms are
/// rounded to 5 significant bits.
///
/// @param k1 how much a term that occurs again still counts, at least 0
/// @param b how much long documents are held back, in 0..1
public record Bm25(float k1, float b, Terms terms) {

  /// What the terms of a text are.
  public enum Terms {
    /// Words without English endings (Porter's stemmer) and without the commonest English words.
    ENGLISH {
      @Override
      Analyzer analyzer() {
        return new EnglishAnalyzer();
      }
    },

    /// Words in lower case, for any language that separates them.
    STANDARD {
      @Override
      Analyzer analyzer() {
        return new StandardAnalyzer();
      }
    };

    abstract Analyzer analyzer();
  }

  public Bm25 {
    if (!(k1 >= 0) || Float.isInfinite(k1)) {
      throw new IllegalArgumentException("k1 must be at least 0, but is " + k1);
    }
    if (!(b >= 0 && b <= 1)) {
      throw new IllegalArgumentException("b must be in 0..1, but is " + b);
    }
  }

  Similarity similarity() {
    return new BM25Similarity(k1, b);
  }
}
