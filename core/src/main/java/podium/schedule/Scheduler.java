package podium.schedule;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import podium.Load;
import podium.Load.Saved;
import podium.RerankException;
import podium.RerankException.EngineFailure;
import podium.RerankException.InvalidRequest;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.Overloaded;
import podium.engine.Engine;
import podium.nn.Network;
import podium.tensor.Encoding;
import podium.tensor.Prefix;

/// Computes the requests of many callers on few workers, for one loaded model.
///
/// Callers are virtual threads; each worker is one platform thread that never does anything else.
/// The queue between them is bounded in tokens: a request that does not fit is refused whole and at
/// once, because a caller told "later" can act on it and a caller kept waiting cannot.
///
/// There is no timer. A batch is whatever waits when a worker becomes free, shared out fairly
/// between the requests ([FairQueue]) up to the token budget, so a lone request pays no delay and a
/// busy engine gets full batches. When less waits than would fill all workers, each takes its share
/// only, so that all end at about the same time.
///
/// Thread-safe: one lock guards the queue, the tickets and the counters. It is never held while
/// anything is computed.
public final class Scheduler implements AutoCloseable {

  private final SchedulerSettings settings;
  private final LongSupplier clock;
  private final Workers workers;
  private final ScoreCache cache;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition drained = lock.newCondition();
  private final FairQueue queue = new FairQueue();
  private final SharedPrefixes prefixes;
  private final Set<Running> running = new LinkedHashSet<>();
  private final Pace pace = new Pace();
  private final Tally tally;
  private boolean started;
  private boolean closing;

  /// A scheduler that admits requests, but computes nothing before [#start].
  ///
  /// @param name of the model, for the names of its threads
  public Scheduler(String name, Network network, Engine engine, SchedulerSettings settings) {
    this(name, network, engine, settings, System::nanoTime);
  }

  Scheduler(
      String name, Network network, Engine engine, SchedulerSettings settings, LongSupplier clock) {
    this.settings = settings;
    this.clock = clock;
    this.prefixes = new SharedPrefixes(settings.prefixTokens());
    this.cache = new ScoreCache(settings.cachedScores());
    this.tally = new Tally(settings.batchTokens());
    this.workers =
        new Workers(
            name,
            Stream.generate(() -> new Worker(this, network, engine, settings.threadsPerWorker()))
                .limit(settings.workers())
                .toList());
  }

  /// Starts the workers and waits until each is ready to compute.
  ///
  /// @throws EngineFailure if one could not be made ready; the scheduler is closed then
  public void start() {
    try (var _ = hold()) {
      started = true;
    }
    try {
      workers.start();
    } catch (EngineFailure e) {
      close(Duration.ZERO);
      throw e;
    }
  }

  /// Queues all of `encodings` as a request of priority 0.
  public Ticket submit(List<Encoding> encodings) {
    return submit(encodings, 0);
  }

  /// Queues all of `encodings`, each at least one token long, or none. If they have a prefix, which
  /// must be the same for all, it is computed once as long as there is room to keep it, and closed
  /// when the request is over.
  ///
  /// What is the same within the request, or waits or runs for another, is computed once; what the
  /// cache knows is not computed at all.
  ///
  /// @param priority the lower number is computed first; when the queue is full, requests of higher
  ///   numbers that wait are refused in its favour
  /// @throws Overloaded if they do not fit in the queue now
  /// @throws InvalidRequest if they would not fit in an empty queue
  /// @throws ModelUnavailable if the scheduler is closing
  public Ticket submit(List<Encoding> encodings, int priority) {
    if (encodings.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to compute");
    }
    long now = clock.getAsLong();
    var ticket = new Ticket(this, sharingOrWhole(encodings), priority, cache, now);
    try (var _ = hold()) {
      admit(ticket, now);
      work.signalAll();
    }
    return ticket;
  }

  private List<Encoding> sharingOrWhole(List<Encoding> encodings) {
    if (encodings.stream().map(Encoding::prefix).distinct().count() > 1) {
      throw new IllegalArgumentException("the sequences of a request must have the same prefix");
    }
    try (var _ = hold()) {
      if (prefixes.admit(encodings)) {
        return encodings;
      }
    }
    return encodings.stream().map(Encoding::whole).toList();
  }

  private void admit(Ticket ticket, long now) {
    try {
      if (admit(ticket.lane())) {
        ticket.start(now);
      }
    } catch (RerankException e) {
      over(ticket);
      throw e;
    }
    if (ticket.isDone()) {
      over(ticket);
    }
  }

  /// Queues `lane`, makes room for it if need be, or throws.
  ///
  /// @return whether some of it runs already
  private boolean admit(Lane lane) {
    long limit = settings.queueTokens();
    if (closing) {
      throw new ModelUnavailable("the model is closing");
    }
    if (lane.tokens() > limit) {
      throw new InvalidRequest(
          "the request has %d tokens, but the queue admits at most %d"
              .formatted(lane.tokens(), limit));
    }
    boolean runs = queue.add(lane);
    long wanted = queue.tokens();
    List<Ticket> losers = queue.makeRoom(lane.priority(), limit);
    if (queue.tokens() > limit) {
      queue.remove(lane);
      throw overloaded(
          "%d tokens are waiting and %d more exceed the limit of %d"
              .formatted(queue.tokens(), wanted - queue.tokens(), limit));
    }
    losers.forEach(
        loser -> fail(loser, overloaded("the request made room for one of better priority")));
    return runs;
  }

  /// Says to come back when what waits and runs now will have been computed.
  private Overloaded overloaded(String why) {
    long backlog = queue.tokens() + inFlight(clock.getAsLong());
    Duration retryAfter = pace.retryAfter(backlog, settings.workers());
    return new Overloaded("%s, retry in %d s".formatted(why, retryAfter.toSeconds()), retryAfter);
  }

  /// Tokens on workers that are not yet computed, as far as one can tell.
  private long inFlight(long now) {
    return running.stream()
        .mapToLong(batch -> pace.left(batch.tokens(), now - batch.started()))
        .sum();
  }

  /// Forgets what has not started of `ticket`.
  void drop(Ticket ticket) {
    try (var _ = hold()) {
      queue.remove(ticket.lane());
      over(ticket);
    }
  }

  /// Nothing of `ticket` waits any more.
  private void over(Ticket ticket) {
    if (ticket.end()) {
      ticket.prefix().ifPresent(prefixes::release);
    }
  }

  /// Waits for work and takes a batch; empty when the scheduler is closing and nothing waits.
  Optional<Running> next() {
    try (var _ = hold()) {
      while (queue.isEmpty()) {
        if (closing) {
          return Optional.empty();
        }
        work.awaitUninterruptibly();
      }
      long now = clock.getAsLong();
      var batch = new Running(queue.take(share(now), settings.batchTokens()), now);
      running.add(batch);
      batch.tickets().forEach(ticket -> ticket.start(now));
      batch.prefixes().forEach(prefixes::use);
      return Optional.of(batch);
    }
  }

  /// What a free worker should take for all workers to end at the same time, in batches of equal
  /// size: a small one at the end would read all weights for little.
  private long share(long now) {
    long perWorker = Math.ceilDiv(queue.tokens() + inFlight(now), settings.workers());
    return Math.ceilDiv(perWorker, Math.ceilDiv(perWorker, settings.batchTokens()));
  }

  /// Answers the callers of a batch with its results.
  ///
  /// @param outputs in the order of its jobs
  void finished(Running batch, float[][] outputs) {
    for (int i = 0; i < outputs.length; i++) {
      cache.keep(batch.jobs().get(i).digest(), outputs[i]);
    }
    try (var _ = hold()) {
      long now = end(batch);
      pace.measured(batch.tokens(), now - batch.started());
      batch.deliver(outputs, now);
      batch.tickets().filter(Ticket::isDone).forEach(this::over);
    }
  }

  /// Tells every caller of a batch that it failed.
  void failed(Running batch, Throwable cause) {
    String message =
        "computing a batch of %d pairs failed: %s".formatted(batch.jobs().size(), cause);
    try (var _ = hold()) {
      end(batch);
      batch.tickets().forEach(ticket -> fail(ticket, new EngineFailure(message, cause)));
    }
  }

  private void fail(Ticket ticket, RerankException reason) {
    queue.remove(ticket.lane());
    ticket.fail(reason);
    over(ticket);
  }

  private long end(Running batch) {
    long now = clock.getAsLong();
    running.remove(batch);
    batch.batch().end();
    batch.prefixes().forEach(prefixes::release);
    batch.jobs().forEach(queue::ended);
    tally.ended(batch, now - batch.started());
    return now;
  }

  /// What is going on.
  public Load load() {
    try (var _ = hold()) {
      return new Load(
          queue.requests(),
          queue.tokens(),
          running.size(),
          running.stream().mapToLong(Running::tokens).sum(),
          tally.batches(),
          tally.pairs(),
          tally.tokens(),
          tally.busy(),
          tally.fill(),
          new Saved(tally.shared(), cache.hits(), cache.misses(), cache.size()));
    }
  }

  /// Refuses new requests, finishes all that were admitted, and stops the workers.
  @Override
  public void close() {
    close(Duration.ofNanos(Long.MAX_VALUE));
  }

  /// The same, but what has not started after `grace`, or when the calling thread is interrupted,
  /// is refused with [ModelUnavailable]. Batches that run are always waited for.
  public void close(Duration grace) {
    try (var _ = hold()) {
      closing = true;
      work.signalAll();
      if (started) {
        awaitDrained(grace.toNanos());
      }
      queue.clear().forEach(ticket -> fail(ticket, new ModelUnavailable("the model was closed")));
    }
    workers.join();
  }

  private void awaitDrained(long nanos) {
    try {
      long left = nanos;
      while (left > 0 && !queue.isEmpty()) {
        left = drained.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The lock, held until the result is closed.
  private Held hold() {
    lock.lock();
    return this::release;
  }

  private void release() {
    if (closing && queue.isEmpty()) {
      drained.signalAll();
    }
    List<Prefix> unused = prefixes.takeUnused();
    lock.unlock();
    unused.forEach(Prefix::close);
  }

  private interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
