package podium.runtime;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import podium.Load;
import podium.ModelInfo;
import podium.RerankException.ModelUnavailable;
import podium.RerankRequest;
import podium.Reranker;
import podium.Scores;
import podium.Scores.Timing;
import podium.schedule.Outcome;
import podium.schedule.Scheduler;

/// A running model: texts are encoded on the caller's thread and computed by the scheduler's.
final class LoadedModel implements Reranker {

  private final ModelInfo info;
  private final RequestEncoder encoder;
  private final Scheduler scheduler;
  private final Parts parts;
  private final ReentrantLock closing = new ReentrantLock();
  private volatile boolean closed;

  /// @param parts to be closed with it, the scheduler among them
  LoadedModel(ModelInfo info, RequestEncoder encoder, Scheduler scheduler, Parts parts) {
    this.info = info;
    this.encoder = encoder;
    this.scheduler = scheduler;
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
    Windows windows = encode(request, deadline);
    var tokenize = Duration.ofNanos(System.nanoTime() - start);
    Outcome outcome =
        scheduler.submit(windows.sequences(), request.priority()).await(deadline.left());
    return new Scores(
            windows.best(outcome.logits()),
            outcome.tokens(),
            windows.truncatedDocuments(),
            new Timing(outcome.queued(), tokenize, outcome.computed()))
        .withReadings(windows.readings(outcome.logits()));
  }

  private Windows encode(RerankRequest request, Deadline deadline) {
    try {
      return encoder.encode(request, deadline);
    } catch (IllegalStateException e) { // of a closed tokenizer
      throw closed ? new ModelUnavailable("the model is closing") : e;
    }
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
