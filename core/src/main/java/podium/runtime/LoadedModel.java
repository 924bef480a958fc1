package podium.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import podium.Load;
import podium.ModelInfo;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;
import podium.Scores.Timing;
import podium.schedule.Outcome;
import podium.schedule.Scheduler;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// A running model: texts are encoded on the caller's thread and computed by the scheduler's.
final class LoadedModel implements Reranker {

  private final ModelInfo info;
  private final RequestEncoder encoder;
  private final Scheduler scheduler;
  private final int longestSequence;
  private final Parts parts;
  private final ReentrantLock closing = new ReentrantLock();
  private volatile boolean closed;

  /// @param longestSequence for which there is memory, in tokens
  /// @param parts to be closed with it, the scheduler among them
  LoadedModel(
      ModelInfo info,
      RequestEncoder encoder,
      Scheduler scheduler,
      int longestSequence,
      Parts parts) {
    this.info = info;
    this.encoder = encoder;
    this.scheduler = scheduler;
    this.longestSequence = longestSequence;
    this.parts = parts;
  }

  @Override
  public ModelInfo info() {
    return info;
  }

  @Override
  public Load load() {
    return scheduler.load();
  }

  @Override
  public Scores score(RerankRequest request) {
    var deadline = Deadline.in(request.timeout());
    long start = System.nanoTime();
    try (Sequences sequences = encode(request, deadline)) {
      checkMemory(sequences.sequences());
      var tokenize = Duration.ofNanos(System.nanoTime() - start);
      Outcome outcome =
          scheduler.submit(sequences.sequences(), request.priority()).await(deadline.left());
      var scores =
          new Scores(
              sequences.logits(outcome),
              info.rawScore(),
              outcome.tokens(),
              sequences.truncatedDocuments(),
              new Timing(outcome.queued(), tokenize, outcome.computed()));
      return request.readings() ? scores.withReadings(sequences.readings(outcome)) : scores;
    }
  }

  private Sequences encode(RerankRequest request, Deadline deadline) {
    try {
      return encoder.encode(request, deadline);
    } catch (IllegalStateException e) { // of a closed tokenizer
      throw closed ? new ModelUnavailable("the model is closing") : e;
    }
  }

  private void checkMemory(List<Encoding> sequences) {
    int longest = sequences.stream().mapToInt(LoadedModel::length).max().orElse(0);
    if (longest > longestSequence) {
      throw new InvalidRequest(
          "a prompt of %d tokens needs more memory than there is, which is enough for %d; a lower max_length makes prompts shorter"
              .formatted(longest, longestSequence));
    }
  }

  private static int length(Encoding encoding) {
    return encoding.length() + encoding.prefix().map(Prefix::length).orElse(0);
  }

  @Override
  public void close() {
    closed = true;
    closing.lock();
    try {
      parts.close();
    } finally {
      closing.unlock();
    }
  }
}
