package podium.runtime;

import java.util.List;
import podium.tensor.Encoding;

/// The sequences of a request: for each document one, or one for each window in which it is read.
/// The one place that knows which logit belongs to which document.
///
/// @param ofDocuments the windows of each document, at least one, in the order of the request
/// @param holds what is to be closed when the request is over
record Windows(List<List<Encoding>> ofDocuments, Parts.Part holds) implements AutoCloseable {

  Windows {
    ofDocuments = List.copyOf(ofDocuments);
  }

  /// Without anything to close.
  Windows(List<List<Encoding>> ofDocuments) {
    this(ofDocuments, () -> {});
  }

  /// All of them, document by document.
  List<Encoding> sequences() {
    return ofDocuments.stream().flatMap(List::stream).toList();
  }

  /// The best logit of each document's windows; not a number if one of them is not finite.
  ///
  /// @param logits in the order of [#sequences]
  float[] best(float[] logits) {
    float[] best = new float[ofDocuments.size()];
    int next = 0;
    for (int document = 0; document < best.length; document++) {
      best[document] = Float.NEGATIVE_INFINITY;
      for (int end = next + ofDocuments.get(document).size(); next < end; next++) {
        best[document] =
            Math.max(best[document], Float.isFinite(logits[next]) ? logits[next] : Float.NaN);
      }
    }
    return best;
  }

  /// Documents whose windows leave text out.
  int truncatedDocuments() {
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
