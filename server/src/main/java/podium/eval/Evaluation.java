package podium.eval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;

/// Lets models rank the candidates of all queries of a data set and measures them. Every query
/// counts the same; one without candidates or without a relevant document counts 0, as `trec_eval
/// -c` does.
public final class Evaluation {

  private final Dataset dataset;
  private final Corpus corpus;
  private final Run candidates;
  private final List<Effectiveness> asTheyCame;

  public Evaluation(Dataset dataset, Corpus corpus, Run candidates) {
    this.dataset = dataset;
    this.corpus = corpus;
    this.candidates = candidates;
    this.asTheyCame =
        dataset.queries().keySet().stream()
            .map(query -> effectiveness(query, candidates.of(query), dataset))
            .toList();
  }

  /// The candidates in the order in which they came.
  public Measurement baseline() {
    return new Measurement(
        candidates.name(),
        Optional.empty(),
        Effectiveness.mean(asTheyCame),
        Optional.empty(),
        candidates.speed(),
        OptionalDouble.empty());
  }

  /// The candidates in the order of `reranker`'s raw scores; equal ones as [ScoredDocument#ORDER]
  /// says. The first query is asked twice, and counts the second time.
  ///
  /// @param progress is told of the queries done
  public Measurement rerank(String model, Reranker reranker, Progress progress) throws IOException {
    warmUp(reranker);
    var ofQueries = new ArrayList<Effectiveness>();
    var times = new Times();
    long pairs = 0;
    long cut = 0;
    for (Map.Entry<String, String> query : dataset.queries().entrySet()) {
      List<ScoredDocument> found = candidates.of(query.getKey());
      if (!found.isEmpty()) {
        RerankRequest request = request(query.getValue(), found);
        long begin = System.nanoTime();
        Scores scores = reranker.score(request);
        times.add(System.nanoTime() - begin);
        pairs += found.size();
        cut += scores.truncatedDocuments();
        found = reordered(found, scores);
      }
      ofQueries.add(effectiveness(query.getKey(), found, dataset));
      progress.at(ofQueries.size());
    }
    return new Measurement(
        model,
        Optional.of(reranker.info().precision()),
        Effectiveness.mean(ofQueries),
        Optional.of(gain(ofQueries)),
        Optional.of(times.speed(pairs)),
        OptionalDouble.of((double) cut / pairs));
  }

  private void warmUp(Reranker reranker) throws IOException {
    for (Map.Entry<String, String> query : dataset.queries().entrySet()) {
      List<ScoredDocument> found = candidates.of(query.getKey());
      if (!found.isEmpty()) {
        reranker.score(request(query.getValue(), found));
        return;
      }
    }
    throw new DatasetException("no query has candidates");
  }

  private RerankRequest request(String query, List<ScoredDocument> found) throws IOException {
    var texts = new ArrayList<String>();
    for (ScoredDocument document : found) {
      texts.add(corpus.text(document.id()));
    }
    return RerankRequest.of(query, texts);
  }

  private static List<ScoredDocument> reordered(List<ScoredDocument> found, Scores scores) {
    return IntStream.range(0, found.size())
        .mapToObj(i -> new ScoredDocument(found.get(i).id(), scores.logit(i)))
        .sorted(ScoredDocument.ORDER)
        .toList();
  }

  private static Effectiveness effectiveness(
      String query, List<ScoredDocument> ranking, Dataset dataset) {
    return Effectiveness.of(
        ranking.stream().map(ScoredDocument::id).toList(), dataset.judgments(query));
  }

  private Interval gain(List<Effectiveness> ofQueries) {
    return Interval.ofMean(
        IntStream.range(0, ofQueries.size())
            .mapToObj(i -> ofQueries.get(i).ndcg() - asTheyCame.get(i).ndcg())
            .toList());
  }

  /// What whoever reads the numbers should know, a sentence each.
  ///
  /// @throws DatasetException if no judged document is in the corpus
  public List<String> remarks() throws IOException {
    var remarks = new ArrayList<String>();
    missingDocuments().ifPresent(remarks::add);
    long all = dataset.queries().size();
    long without = count(query -> candidates.of(query).isEmpty());
    if (without > 0) {
      remarks.add("%d of %d queries have no candidates and count 0".formatted(without, all));
    }
    long vain =
        count(query -> dataset.judgments(query).values().stream().noneMatch(score -> score >= 1));
    if (vain > 0) {
      remarks.add("%d of %d queries have no relevant document and count 0".formatted(vain, all));
    }
    return remarks;
  }

  private long count(Predicate<String> condition) {
    return dataset.queries().keySet().stream().filter(condition).count();
  }

  private Optional<String> missingDocuments() throws IOException {
    long judged = 0;
    var missing = new ArrayList<String>();
    for (String query : dataset.queries().keySet()) {
      for (String document : dataset.judgments(query).keySet()) {
        judged++;
        if (!corpus.contains(document)) {
          missing.add(document);
        }
      }
    }
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    String sentence =
        "%d of %d judgments are of documents that are not in %s, such as %s"
            .formatted(missing.size(), judged, corpus.file(), Line.quoted(missing.getFirst()));
    if (missing.size() == judged) {
      throw new DatasetException(sentence);
    }
    return Optional.of(sentence + "; they count as not found");
  }
}
