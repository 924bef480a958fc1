package podium.runtime;

import java.util.List;
import java.util.stream.IntStream;
import podium.Content;
import podium.RerankRequest;
import podium.tensor.Encoding;
import podium.text.EncodedQuery;
import podium.text.PairEncoder;

/// Turns a request into sequences, on the thread of its caller and, if there are many documents, on
/// those cores that have nothing else to do. The query is tokenized once.
record RequestEncoder(PairEncoder encoder) {

  /// Fewer are not worth waking another thread.
  private static final int MANY = 32;

  /// The sequences of each document.
  ///
  /// @throws podium.RerankException.InvalidRequest if a pair does not fit and must not be cut
  /// @throws podium.RerankException.DeadlineExceeded if `deadline` passes
  /// @throws podium.RerankException.Cancelled if the calling thread is interrupted
  Windows encode(RerankRequest request, Deadline deadline) {
    EncodedQuery query = encoder.query(text(request.query()));
    IntStream indexes = IntStream.range(0, request.documents().size());
    List<List<Encoding>> windows =
        (request.documents().size() < MANY ? indexes : indexes.parallel())
            .mapToObj(i -> {
              deadline.check();
              giveWay();
              return encoder.windows(query, text(request.documents().get(i)), i, request.limits());
            })
            .toList();
    return new Windows(windows);
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
