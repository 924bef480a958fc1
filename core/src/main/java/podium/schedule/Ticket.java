package podium.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import podium.RerankException;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// One admitted request. Its caller waits in [#await], on a thread of its own; everything else
/// happens under the scheduler's lock.
public final class Ticket {

  private final Scheduler scheduler;
  private final Lane lane;
  private final float[][] outputs;
  private final Optional<Prefix> prefix;
  private final long tokens;
  private final long submitted;
  private final CompletableFuture<Outcome> done = new CompletableFuture<>();
  private int unfinished;
  private boolean started;
  private boolean over;
  private long firstStart;

  Ticket(Scheduler scheduler, List<Encoding> encodings, int priority, long now) {
    this.scheduler = scheduler;
    this.lane = new Lane(this, encodings, priority);
    this.outputs = new float[encodings.size()][];
    this.unfinished = outputs.length;
    this.prefix = encodings.getFirst().prefix();
    this.tokens = lane.tokens();
    this.submitted = now;
  }

  /// Waits until all is computed. Being interrupted, or `timeout` passing, drops what has not
  /// started.
  ///
  /// @throws RerankException.Cancelled if the calling thread is interrupted; it stays interrupted
  /// @throws RerankException.DeadlineExceeded if `timeout` passes
  /// @throws RerankException.Overloaded if it had to make room for a request of better priority
  /// @throws RerankException.EngineFailure if computing failed
  /// @throws RerankException.ModelUnavailable if the scheduler was closed before all was computed
  public Outcome await(Duration timeout) {
    try {
      return done.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      scheduler.drop(this);
      Thread.currentThread().interrupt();
      throw new Cancelled("the caller went away before its request was done");
    } catch (TimeoutException _) {
      scheduler.drop(this);
      throw new DeadlineExceeded("the request was not done before its deadline");
    } catch (ExecutionException e) {
      throw (RerankException) e.getCause();
    }
  }

  Lane lane() {
    return lane;
  }

  /// What all documents of the request share.
  Optional<Prefix> prefix() {
    return prefix;
  }

  boolean isDone() {
    return unfinished == 0;
  }

  /// Notes that nothing of it waits any more; true the first time.
  boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  void start(long now) {
    if (!started) {
      started = true;
      firstStart = now;
    }
  }

  void finish(int sequence, float[] output, long now) {
    outputs[sequence] = output;
    unfinished--;
    if (unfinished == 0) {
      done.complete(
          new Outcome(
              outputs,
              tokens,
              Duration.ofNanos(firstStart - submitted),
              Duration.ofNanos(now - firstStart)));
    }
  }

  void fail(RerankException reason) {
    done.completeExceptionally(reason);
  }
}
