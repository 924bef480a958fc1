package podium.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import podium.RerankException;
import podium.RerankException.Cancelled;
import podium.RerankException.DeadlineExceeded;
import podium.tensor.Digest;
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

  /// @param known outputs that need no computing
  Ticket(Scheduler scheduler, List<Encoding> encodings, int priority, ScoreCache known, long now) {
    this.scheduler = scheduler;
    this.outputs = new float[encodings.size()][];
    this.unfinished = outputs.length;
    this.prefix = encodings.getFirst().prefix();
    this.tokens =
        encodings.stream().mapToLong(Encoding::length).sum() + prefix.map(Prefix::length).orElse(0);
    this.submitted = now;
    this.lane = new Lane(this, claims(encodings, known), priority);
  }

  /// A claim to each distinct sequence of which nothing is known.
  private List<Claim> claims(List<Encoding> encodings, ScoreCache known) {
    Map<Digest, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < encodings.size(); i++) {
      places.computeIfAbsent(encodings.get(i).digest(), _ -> new ArrayList<>(1)).add(i);
    }
    List<Claim> claims = new ArrayList<>();
    places.forEach((digest, indexes) ->
        known
            .find(digest)
            .ifPresentOrElse(
                output -> finish(indexes, output, submitted),
                () ->
                    claims.add(
                        new Claim(this, digest, encodings.get(indexes.getFirst()), indexes))));
    return claims;
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

  /// @param places of the sequences of which the network says `output`
  void finish(List<Integer> places, float[] output, long now) {
    places.forEach(place -> outputs[place] = output);
    unfinished -= places.size();
    if (unfinished == 0) {
      start(now); // unless it has: all was known
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
