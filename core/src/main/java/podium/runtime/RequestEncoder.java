package podium.runtime;

import java.util.List;
import java.util.stream.IntStream;
import podium.Content;
import podium.Excerpt;
import podium.RerankRequest;
import podium.tensor.Encoding;
import podium.text.SequenceEncoder;
import podium.text.SequenceEncoder.Joiner;

/// Turns a request into sequences, on the thread of its caller and, if there are many documents, on
/// those cores that have nothing else to do. The query is tokenized once.
record RequestEncoder(SequenceEncoder encoder) {

  /// Fewer are not worth waking another thread.
  private static final int MANY = 32;

  /// The sequences of each document.
  ///
  /// @throws podium.RerankException.InvalidRequest if a pair does not fit and must not be cut
  /// @throws podium.RerankException.DeadlineExceeded if `deadline` passes
  /// @throws podium.RerankException.Cancelled if the calling thread is interrupted
  Windows encode(RerankRequest request, Deadline deadline) {
    Joiner query = encoder.query(text(request.query()), request.instruction(), request.limits());
    List<List<Encoding>> windows =
        forEach(request, deadline, (document, i) -> query.windows(document, i));
    return request.readings()
        ? new Windows(
            windows,
            forEach(request, deadline, (document, i) -> excerpts(query, document, windows.get(i))))
        : new Windows(windows);
  }

  /// What is not cut needs no second look.
  private static List<Excerpt> excerpts(Joiner query, String document, List<Encoding> windows) {
    return windows.size() == 1 && !windows.getFirst().truncated()
        ? List.of(new Excerpt(0, document.length()))
        : query.excerpts(document);
  }

  private interface Work<T> {
    T of(String document, int index);
  }

  private static <T> List<T> forEach(RerankRequest request, Deadline deadline, Work<T> work) {
    IntStream indexes = IntStream.range(0, request.documents().size());
    return (request.documents().size() < MANY ? indexes : indexes.parallel())
        .mapToObj(i -> {
          deadline.check();
          giveWay();
          return work.of(text(request.documents().get(i)), i);
        })
        .toList();
  }

  /// Virtual threads give way to each other only where they wait, which native code does not.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void giveWay() {
    Thread.yield();
  }

  private static String text(Content content) {
    return switch (content) {
      case Content.Text(String text) -> text;
    };
  }
}
