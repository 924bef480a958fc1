package podium.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import podium.Content;
import podium.ModelInfo;
import podium.Precision;
import podium.RerankException.InvalidRequest;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;
import podium.Scores.Reading;
import podium.Stretch;

/// Takes the text of a document for its logit; `Washington …` has 2, and what is no number 0.
/// Remembers what it was asked. Texts count one token a word; the window has ten. What it says that
/// it read is the first half of what it did.
public class FakeReranker implements Reranker {

  private static final int WINDOW = 10;

  public final List<RerankRequest> requests = new CopyOnWriteArrayList<>();
  public volatile boolean closed;

  @Override
  public ModelInfo info() {
    return new ModelInfo("fake", "it says so", WINDOW, Precision.F32, 1234);
  }

  @Override
  public Scores score(RerankRequest request) {
    requests.add(request);
    float[] logits = new float[request.documents().size()];
    int longDocuments = 0;
    long tokens = 0;
    for (int i = 0; i < logits.length; i++) {
      String text = text(request.documents().get(i));
      int words = text.split(" ", -1).length;
      if (words > WINDOW && request.limits().refuseTruncation()) {
        throw new InvalidRequest("documents[%d] is too long".formatted(i));
      }
      longDocuments += words > WINDOW ? 1 : 0;
      tokens += Math.min(words, WINDOW);
      logits[i] = number(text);
    }
    var scores =
        new Scores(
            logits,
            tokens,
            longDocuments,
            new Scores.Timing(
                Duration.ofMillis(1), Duration.ofNanos(2_500_000), Duration.ofMillis(3)));
    return request.readings() ? scores.withReadings(readings(request)) : scores;
  }

  private static List<Reading> readings(RerankRequest request) {
    return request.documents().stream()
        .map(FakeReranker::text)
        .map(text ->
            new Reading(
                text.split(" ", -1).length > WINDOW,
                text.isEmpty() ? Optional.empty() : Optional.of(new Stretch(0, text.length() / 2))))
        .toList();
  }

  public static String text(Content content) {
    return switch (content) {
      case Content.Text text -> text.text();
      case Content.Visual visual -> visual.text().orElse("");
    };
  }

  private static float number(String text) {
    if (text.startsWith("Washington")) {
      return 2;
    }
    try {
      return Float.parseFloat(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
