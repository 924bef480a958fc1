package podium.text;

import java.util.List;
import java.util.Optional;
import podium.LengthLimits;
import podium.Stretch;
import podium.tensor.Encoding;

/// Turns query and document into the one sequence that a model scores. Thread-safe; holds native
/// memory until closed.
public sealed interface SequenceEncoder extends AutoCloseable
    permits PairEncoder, PromptEncoder, VisualPromptEncoder {

  /// Longest text part of a sequence, in tokens; what a request asks for is cut to it.
  int maxLength();

  /// Tokenizes what all documents of a request share.
  ///
  /// @param instruction what makes a document relevant; ignored by models that take none
  /// @throws podium.RerankException.InvalidRequest if `limits` leaves no room for text
  Joiner query(String query, Optional<String> instruction, LengthLimits limits);

  @Override
  void close();

  /// Joins documents to the query of a request. Thread-safe.
  interface Joiner {

    /// The sequence of the query and `document`; several if the document is long and the request's
    /// limits allow it.
    ///
    /// @param index which document of the request it is, for complaints
    /// @throws podium.RerankException.InvalidRequest if the request's limits refuse to cut a
    ///   sequence that is too long
    List<Encoding> windows(String document, int index);

    /// Which part of `document` each of its windows has; empty if that cannot be said. Tokenizes it
    /// again.
    default List<Stretch> stretches(String document) {
      return List.of();
    }
  }
}
