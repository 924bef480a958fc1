package podium.runtime;

import java.util.List;
import podium.Scores.Reading;
import podium.schedule.Outcome;
import podium.tensor.Encoding;

/// The sequences of a request, and how what a network says of them becomes one logit for each
/// document.
sealed interface Sequences extends AutoCloseable permits Windows, Blocks {

  /// All that are to be computed.
  List<Encoding> sequences();

  /// The logit of each document, in the order of the request; no number if something that it
  /// depends on is not finite.
  ///
  /// @param outcome of [#sequences], in their order
  float[] logits(Outcome outcome);

  /// What was read of each document.
  ///
  /// @param outcome of [#sequences], in their order
  List<Reading> readings(Outcome outcome);

  /// Documents of which text was left out.
  int truncatedDocuments();

  /// Gives back what they take while the request is not over.
  @Override
  default void close() {}
}
