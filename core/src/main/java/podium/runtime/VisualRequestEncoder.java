package podium.runtime;

import java.util.List;
import podium.RerankRequest;
import podium.tensor.Encoding;
import podium.text.VisualPrompt;
import podium.text.VisualPromptEncoder;

/// Turns a request whose query and documents may have images into sequences. First all images are
/// read, each once; the rest is tokenized as for other models.
record VisualRequestEncoder(VisualPromptEncoder encoder, ImageLoader images)
    implements RequestEncoder {

  @Override
  public Sequences encode(RerankRequest request, Deadline deadline) {
    Gallery gallery = images.load(request, deadline);
    try {
      return new Windows(allOrNoneShare(encode(request, gallery, deadline)), gallery::close);
    } catch (RuntimeException | Error e) {
      gallery.close();
      throw e;
    }
  }

  private List<List<Encoding>> encode(RerankRequest request, Gallery gallery, Deadline deadline) {
    VisualPrompt query =
        encoder.query(gallery.passage(request.query()), request.instruction(), request.limits());
    return RequestEncoder.each(
        request.documents().size(),
        i -> query.windows(gallery.passage(request.documents().get(i)), i),
        deadline);
  }

  /// A document whose images leave no room for all of the query has no prefix. The others do
  /// without it then, since a request has one prefix or none.
  private static List<List<Encoding>> allOrNoneShare(List<List<Encoding>> ofDocuments) {
    boolean all = ofDocuments.stream().flatMap(List::stream).allMatch(e -> e.prefix().isPresent());
    return all
        ? ofDocuments
        : ofDocuments.stream()
            .map(windows -> windows.stream().map(Encoding::whole).toList())
            .toList();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
