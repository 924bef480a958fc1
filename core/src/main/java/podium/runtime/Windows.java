package podium.runtime;

import java.util.List;
import podium.schedule.Outcome;
import podium.tensor.Encoding;

/// The sequences of a request to a model that judges pairs: for each document one, or one for each
/// window in which it is read.
///
/// @param ofDocuments the windows of each document, at least one, in the order of the request
/// @param holds what is to be closed when the request is over
record Windows(List<List<Encoding>> ofDocuments, Parts.Part holds) implements Sequences {

  Windows {
    ofDocuments = List.copyOf(ofDocuments);
  }

  /// Without anything to close.
  Windows(List<List<Encoding>> ofDocuments) {
    this(ofDocuments, () -> {});
  }

  /// All of them, document by document.
  @Override
  public List<Encoding> sequences() {
    return ofDocuments.stream().flatMap(List::stream).toList();
  }

  /// The best of each document's windows.
  @Override
  public float[] logits(Outcome outcome) {
    return best(ofDocuments.stream().map(List::size).toList(), outcome.logits());
  }

  /// The best logit of each document; no number if one of them is not finite.
  ///
  /// @param counts how many logits each document has
  /// @param logits document by document
  static float[] best(List<Integer> counts, float[] logits) {
    float[] best = new float[counts.size()];
    int next = 0;
    for (int document = 0; document < best.length; document++) {
      best[document] = Float.NEGATIVE_INFINITY;
      for (int end = next + counts.get(document); next < end; next++) {
        best[document] =
            Math.max(best[document], Float.isFinite(logits[next]) ? logits[next] : Float.NaN);
      }
    }
    return best;
  }

  /// Documents whose windows leave text out.
  @Override
  public int truncatedDocuments() {
    return (int)
        ofDocuments.stream()
            .filter(windows -> windows.stream().anyMatch(Encoding::truncated))
            .count();
  }

  @Override
  public void close() {
    holds.close();
  }
}
