package podium.eval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The candidates of each query, best first, which models put into another order.
public final class Run {

  private final String name;
  private final Map<String, List<ScoredDocument>> ofQueries;
  private final Optional<Speed> speed;

  /// @param speed what finding them took, if that was measured
  Run(String name, Map<String, List<ScoredDocument>> ofQueries, Optional<Speed> speed) {
    this.name = name;
    this.ofQueries = Collections.unmodifiableMap(new LinkedHashMap<>(ofQueries));
    this.speed = speed;
  }

  /// The `top` best documents by BM25. A document with the id of the query is left out, as BEIR
  /// does: there it is the query itself.
  ///
  /// @param progress is told of the queries done
  public static Run search(Dataset dataset, Corpus corpus, int top, Progress progress)
      throws IOException {
    var candidates = new LinkedHashMap<String, List<ScoredDocument>>();
    var times = new Times();
    for (String text : dataset.queries().values().stream().limit(1).toList()) {
      corpus.search(text, top + 1); // the first search loads classes and counts no time
    }
    for (Map.Entry<String, String> query : dataset.queries().entrySet()) {
      long begin = System.nanoTime();
      var found = new ArrayList<ScoredDocument>(corpus.search(query.getValue(), top + 1));
      times.add(System.nanoTime() - begin);
      found.removeIf(document -> document.id().equals(query.getKey()));
      candidates.put(query.getKey(), List.copyOf(found.subList(0, Math.min(top, found.size()))));
      progress.at(candidates.size());
    }
    return new Run("bm25", candidates, Optional.of(times.speed(0)));
  }

  /// What it is called in reports.
  String name() {
    return name;
  }

  /// In [ScoredDocument#ORDER].
  List<ScoredDocument> of(String query) {
    return ofQueries.getOrDefault(query, List.of());
  }

  Map<String, List<ScoredDocument>> ofQueries() {
    return ofQueries;
  }

  Optional<Speed> speed() {
    return speed;
  }
}
