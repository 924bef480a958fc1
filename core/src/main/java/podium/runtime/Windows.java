package podium.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.Excerpt;
import podium.Scores.Reading;
import podium.tensor.Encoding;

/// The sequences of a request: for each document one, or one for each window in which it is read.
/// The one place that knows which logit belongs to which document.
///
/// @param ofDocuments the windows of each document, at least one, in the order of the request
/// @param excerpts which part of its document each window has; empty if nobody wants to know
record Windows(List<List<Encoding>> ofDocuments, List<List<Excerpt>> excerpts) {

  Windows {
    ofDocuments = List.copyOf(ofDocuments);
    excerpts = List.copyOf(excerpts);
  }

  Windows(List<List<Encoding>> ofDocuments) {
    this(ofDocuments, List.of());
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
    return (int) ofDocuments.stream().filter(Windows::truncated).count();
  }

  private static boolean truncated(List<Encoding> windows) {
    return windows.stream().anyMatch(Encoding::truncated);
  }

  /// What was read of each document; empty if nobody wants to know.
  ///
  /// @param logits in the order of [#sequences]
  List<Reading> readings(float[] logits) {
    List<Reading> readings = new ArrayList<>();
    int first = 0;
    for (int document = 0; document < excerpts.size(); document++) {
      List<Encoding> windows = ofDocuments.get(document);
      readings.add(new Reading(truncated(windows), best(excerpts.get(document), logits, first)));
      first += windows.size();
    }
    return readings;
  }

  private static Optional<Excerpt> best(List<Excerpt> excerpts, float[] logits, int first) {
    return IntStream.range(0, excerpts.size())
        .boxed()
        .max(Comparator.comparingDouble(window -> logits[first + window]))
        .map(excerpts::get);
  }
}
