package podium;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/// A loaded model. Thread-safe: many threads may call [#score] at once and their work is packed
/// together. Holds native memory until closed.
public interface Reranker extends AutoCloseable {

  /// Loads the Hugging Face model directory `directory`.
  ///
  /// @throws RerankException.ModelUnavailable if it is not a reranker we know, or is broken; the
  ///   message says what is wrong with which file
  /// @throws RerankException.NotEnoughMemory if the machine has no room for it now
  static Reranker open(Path directory) {
    return open(directory, RerankerOptions.DEFAULT);
  }

  /// Loads `directory`, to be run as `options` say.
  static Reranker open(Path directory, RerankerOptions options) {
    return opener().open(directory, options);
  }

  /// What [#open(Path)] opens with.
  static Opener opener() {
    return ServiceLoader.load(Opener.class, Reranker.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("podium-core's services are missing"));
  }

  /// What the loaded model is.
  ModelInfo info();

  /// What it is doing, and what it has done.
  default Load load() {
    return Load.NONE;
  }

  /// Scores every document of the request. Blocks until all are done; interrupting the calling
  /// thread drops what has not started.
  ///
  /// @throws RerankException.InvalidRequest if the request asks for what the model cannot do
  /// @throws RerankException.Overloaded if the queue has no room for all of it, or must give the
  ///   room to a request of better priority
  /// @throws RerankException.DeadlineExceeded if its timeout passes
  /// @throws RerankException.Cancelled if the calling thread is interrupted
  /// @throws RerankException.ScoreNotFinite if the model gives a score that is no number
  Scores score(RerankRequest request);

  /// Sorts `documents` by their relevance to `query`.
  default Ranking rank(String query, List<String> documents) {
    return Ranking.of(score(RerankRequest.of(query, documents)));
  }

  /// Waits for what runs, refuses what waits, and gives back all memory.
  @Override
  void close();

  /// Finds the implementation of [#open(Path)]; found by [ServiceLoader].
  interface Opener {
    Reranker open(Path directory, RerankerOptions options);

    /// How many bytes of memory the model will take once it is open and at work, estimated from the
    /// shapes of its tensors; 0 if that is not known. Reads no weights.
    ///
    /// @throws RerankException.ModelUnavailable if it cannot be opened, as far as that shows
    default long memory(Path directory, RerankerOptions options) {
      return 0;
    }
  }
}
