package podium.runtime;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import podium.Content;
import podium.RerankRequest;
import podium.Stretch;
import podium.tensor.Encoding;
import podium.text.BlockEncoder;
import podium.text.BlockQuery;
import podium.text.Excerpt;
import podium.text.SequenceEncoder;
import podium.text.SequenceEncoder.Joiner;

/// Turns a request into sequences, on the thread of its caller and, if there are many documents, on
/// those cores that have nothing else to do. Thread-safe; holds native memory until closed.
sealed interface RequestEncoder extends AutoCloseable
    permits RequestEncoder.OneByOne, RequestEncoder.InBlocks, VisualRequestEncoder {

  /// The sequences of a request, to be closed when it is over.
  ///
  /// @throws podium.RerankException.InvalidRequest if something does not fit and must not be cut,
  ///   or if the request has what the model cannot take
  /// @throws podium.RerankException.DeadlineExceeded if `deadline` passes
  /// @throws podium.RerankException.Cancelled if the calling thread is interrupted
  Sequences encode(RerankRequest request, Deadline deadline);

  @Override
  void close();

  /// For models that judge pairs of texts. The query is tokenized once.
  record OneByOne(SequenceEncoder encoder) implements RequestEncoder {

    @Override
    public Sequences encode(RerankRequest request, Deadline deadline) {
      request.requireText();
      Joiner query = encoder.query(text(request.query()), request.instruction(), request.limits());
      List<String> documents = request.documents().stream().map(RequestEncoder::text).toList();
      int count = documents.size();
      List<List<Encoding>> of = each(count, i -> query.windows(documents.get(i), i), deadline);
      var windows = new Windows(of);
      return request.readings()
          ? windows.with(each(count, i -> stretches(query, documents.get(i), of.get(i)), deadline))
          : windows;
    }

    /// What is not cut needs no second look.
    private static List<Stretch> stretches(Joiner query, String document, List<Encoding> windows) {
      return windows.size() == 1 && !windows.getFirst().truncated()
          ? List.of(new Stretch(0, document.length()))
          : query.stretches(document);
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  /// For listwise models.
  record InBlocks(BlockEncoder encoder) implements RequestEncoder {

    @Override
    public Sequences encode(RerankRequest request, Deadline deadline) {
      request.requireText();
      BlockQuery query =
          encoder.query(text(request.query()), request.instruction(), request.limits());
      List<List<Excerpt>> passages =
          each(
              request.documents().size(),
              i -> query.passages(text(request.documents().get(i)), i),
              deadline);
      List<List<Excerpt>> blocks = query.blocks(passages.stream().flatMap(List::stream).toList());
      List<Encoding> sequences = each(blocks.size(), i -> query.encode(blocks.get(i)), deadline);
      return new Blocks(passages, blocks.stream().map(List::size).toList(), sequences);
    }

    @Override
    public void close() {
      encoder.close();
    }
  }

  private static String text(Content content) {
    return switch (content) {
      case Content.Text(String text) -> text;
      case Content.Visual visual -> visual.text().orElse("");
    };
  }

  /// What `encode` makes of each of `count` things, in order.
  static <T> List<T> each(int count, IntFunction<T> encode, Deadline deadline) {
    int many = 32; // fewer are not worth waking another thread
    IntStream indexes = IntStream.range(0, count);
    return (count < many ? indexes : indexes.parallel())
        .mapToObj(i -> {
          deadline.check();
          giveWay();
          return encode.apply(i);
        })
        .toList();
  }

  /// Virtual threads give way to each other only where they wait, which native code does not.
  @SuppressWarnings("ThreadPriorityCheck")
  private static void giveWay() {
    Thread.yield();
  }
}
