package podium.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import podium.Scores.Reading;
import podium.Stretch;
import podium.schedule.Outcome;
import podium.tensor.Encoding;

/// The sequences of a request to a model that judges pairs: for each document one, or one for each
/// window in which it is read.
///
/// @param ofDocuments the windows of each document, at least one, in the order of the request
/// @param stretches which part of its document each window has; empty if nobody wants to know
/// @param holds what is to be closed when the request is over
record Windows(List<List<Encoding>> ofDocuments, List<List<Stretch>> stretches, Parts.Part holds)
    implements Sequences {

  Windows {
    ofDocuments = List.copyOf(ofDocuments);
    stretches = List.copyOf(stretches);
  }

  /// Of which nobody wants to know more.
  Windows(List<List<Encoding>> ofDocuments, Parts.Part holds) {
    this(ofDocuments, List.of(), holds);
  }

  /// Without anything to close, either.
  Windows(List<List<Encoding>> ofDocuments) {
    this(ofDocuments, () -> {});
  }

  Windows with(List<List<Stretch>> known) {
    return new Windows(ofDocuments, known, holds);
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
    return (int) ofDocuments.stream().filter(Windows::truncated).count();
  }

  private static boolean truncated(List<Encoding> windows) {
    return windows.stream().anyMatch(Encoding::truncated);
  }

  @Override
  public List<Reading> readings(Outcome outcome) {
    return readings(outcome.logits());
  }

  /// @param logits in the order of [#sequences]
  List<Reading> readings(float[] logits) {
    List<Reading> readings = new ArrayList<>();
    int first = 0;
    for (int document = 0; document < ofDocuments.size(); document++) {
      List<Encoding> windows = ofDocuments.get(document);
      List<Stretch> known = stretches.isEmpty() ? List.of() : stretches.get(document);
      readings.add(new Reading(truncated(windows), best(known, logits, first)));
      first += windows.size();
    }
    return readings;
  }

  private static Optional<Stretch> best(List<Stretch> stretches, float[] logits, int first) {
    return IntStream.range(0, stretches.size())
        .boxed()
        .max(Comparator.comparingDouble(window -> logits[first + window]))
        .map(stretches::get);
  }

  @Override
  public void close() {
    holds.close();
  }
}
