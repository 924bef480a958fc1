package podium;

import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/// A loaded model, and the front door of the library:
///
/// ```java
/// try (Reranker reranker = Reranker.open(directory)) {
///   Ranking best = reranker.rank(query, documents).top(2);
///   best.entries().forEach(entry -> System.out.println(documents.get(entry.index())));
/// }
/// ```
///
/// **Threads.** One reranker is meant for all threads, virtual ones included: what they ask at the
/// same time is packed into the same batches. Texts become tokens on the calling thread, which then
/// waits; matrix products are computed by the reranker's own platform threads, as many as there are
/// cores unless [RerankerOptions] say otherwise. So a second reranker of the same model makes
/// nothing faster.
///
/// **Closing.** A reranker holds threads, files and memory outside Java's heap until [#close]; the
/// garbage collector gives none of it back. Its threads are daemons, so that they do not keep the
/// JVM from ending.
///
/// **Memory.** Linear layers are copied when the model is opened, into the layout and the precision
/// that the products want; norms, biases and the scoring head into f32. Embedding tables stay in
/// their memory-mapped file and are read row by row, so that the files must neither be overwritten
/// nor cut short while the reranker is open; tables that MLX has packed are unpacked into memory.
/// Each worker has a workspace, which grows with a long sequence and shrinks again some batches
/// later. All of this is native memory; what a reranker takes of Java's heap are texts, tokens and
/// scores of the requests. [Opener#memory] estimates the sum.
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

  /// Loads the small model that comes with the library, `podium-tiny`: English, 256 tokens, for
  /// first steps and tests. It is unpacked into the user's cache the first time.
  ///
  /// @throws RerankException.ModelUnavailable if it cannot be unpacked
  static Reranker openEmbedded() {
    Opener opener = opener();
    return opener.open(opener.embedded(), RerankerOptions.DEFAULT);
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

  /// Waits for the batches that run, refuses what waits with [RerankException.ModelUnavailable],
  /// and gives back all memory and threads. Whoever asks afterwards is refused as well; closing
  /// twice is fine.
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

    /// The directory of the model that comes with the library.
    ///
    /// @throws RerankException.ModelUnavailable if there is none, or it cannot be unpacked
    default Path embedded() {
      throw new RerankException.ModelUnavailable("no model comes with this library");
    }
  }
}
