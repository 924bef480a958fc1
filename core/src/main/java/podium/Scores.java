package podium;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a model says of each document of one request, in the order of the request.
public final class Scores {

  private final float[] logits;
  private final RawScore kind;
  private final long promptTokens;
  private final int truncatedDocuments;
  private final Timing timing;
  private final List<Reading> readings;

  /// Where the time of a request went.
  ///
  /// @param queue waiting before the first of its pairs was computed
  /// @param tokenize turning texts into token ids
  /// @param compute from the first of its pairs starting to the last one ending
  public record Timing(Duration queue, Duration tokenize, Duration compute) {}

  /// What was read of a document.
  ///
  /// @param truncated whether text was left out, of the document or of the query beside it
  /// @param best the part that the score is of: all that was read, or the best of several windows;
  ///   empty if the model cannot say
  public record Reading(boolean truncated, Optional<Stretch> best) {}

  /// Of a model whose raw scores are logits.
  public Scores(float[] logits, long promptTokens, int truncatedDocuments, Timing timing) {
    this(logits, RawScore.LOGIT, promptTokens, truncatedDocuments, timing);
  }

  /// Without readings. Copies `logits`.
  ///
  /// @param kind what the `logits` are
  /// @throws RerankException.ScoreNotFinite if one of them is infinite or no number
  public Scores(
      float[] logits, RawScore kind, long promptTokens, int truncatedDocuments, Timing timing) {
    this.logits = checked(logits.clone());
    this.kind = kind;
    this.promptTokens = promptTokens;
    this.truncatedDocuments = truncatedDocuments;
    this.timing = timing;
    this.readings = List.of();
  }

  private Scores(Scores scores, List<Reading> readings) {
    this.logits = scores.logits;
    this.kind = scores.kind;
    this.promptTokens = scores.promptTokens;
    this.truncatedDocuments = scores.truncatedDocuments;
    this.timing = scores.timing;
    this.readings = List.copyOf(readings);
  }

  /// The same scores with what was read of each document.
  public Scores withReadings(List<Reading> ofDocuments) {
    return new Scores(this, ofDocuments);
  }

  private static float[] checked(float[] logits) {
    List<Integer> bad =
        IntStream.range(0, logits.length).filter(i -> !Float.isFinite(logits[i])).boxed().toList();
    if (!bad.isEmpty()) {
      throw new RerankException.ScoreNotFinite(bad);
    }
    return logits;
  }

  /// The number of documents.
  public int size() {
    return logits.length;
  }

  /// The model's raw output for document `index`, in f32: a finite number, of the [#kind] that the
  /// model says.
  public float logit(int index) {
    return logits[index];
  }

  /// The relevance in 0..1.
  public float score(int index) {
    return kind.relevance(logits[index]);
  }

  /// What the raw outputs are.
  public RawScore kind() {
    return kind;
  }

  /// Tokens that were really run, after cutting, special tokens included.
  public long promptTokens() {
    return promptTokens;
  }

  /// How many documents lost text to a length limit.
  public int truncatedDocuments() {
    return truncatedDocuments;
  }

  public Timing timing() {
    return timing;
  }

  /// What was read of each document; empty unless the request asked for it
  /// ([RerankRequest#withReadings]).
  public List<Reading> readings() {
    return readings;
  }
}
