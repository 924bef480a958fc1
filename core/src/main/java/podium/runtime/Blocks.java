package podium.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.Scores.Reading;
import podium.nn.BlockVectors;
import podium.schedule.Outcome;
import podium.tensor.Encoding;
import podium.text.Excerpt;

/// The sequences of a request to a listwise model: each holds the passages of several documents,
/// and all are needed for any score.
///
/// @param ofDocuments the passages of each document, at least one, in the order of the request
/// @param passages how many each sequence holds
/// @param sequences of all passages, in the same order
record Blocks(List<List<Excerpt>> ofDocuments, List<Integer> passages, List<Encoding> sequences)
    implements Sequences {

  Blocks {
    ofDocuments = List.copyOf(ofDocuments);
    passages = List.copyOf(passages);
    sequences = List.copyOf(sequences);
  }

  /// The best of each document's passages.
  @Override
  public float[] logits(Outcome outcome) {
    List<BlockVectors> vectors = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      vectors.add(new BlockVectors(outcome.output(i), passages.get(i)));
    }
    return Windows.best(
        ofDocuments.stream().map(List::size).toList(), BlockVectors.scores(vectors));
  }

  @Override
  public int truncatedDocuments() {
    return (int) ofDocuments.stream().filter(Blocks::truncated).count();
  }

  private static boolean truncated(List<Excerpt> passages) {
    return passages.stream().anyMatch(Excerpt::truncated);
  }

  /// Passages are made of tokens and do not know where in their document they are.
  @Override
  public List<Reading> readings(Outcome outcome) {
    return ofDocuments.stream()
        .map(passages -> new Reading(truncated(passages), Optional.empty()))
        .toList();
  }
}
