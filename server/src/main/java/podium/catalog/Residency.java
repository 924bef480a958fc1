package podium.catalog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import podium.RerankException;
import podium.RerankException.Cancelled;
import podium.RerankException.EngineFailure;
import podium.RerankException.ModelUnavailable;
import podium.RerankException.NotEnoughMemory;
import podium.RerankException.UnknownModel;
import podium.Reranker;
import podium.catalog.Resident.Stage;
import podium.log.Fields;
import podium.model.Fingerprint;

/// Which models are in memory, who uses them, and who must leave so that another may come.
///
/// One lock guards what is known of all of them. It is held for moments only: models are read and
/// closed without it, each on a thread of its own. Thread-safe.
final class Residency {

  private static final Logger LOG = System.getLogger(Residency.class.getName());

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Room room;
  private final Loading loading;
  private final LongSupplier clock;
  private volatile BiConsumer<String, Duration> onLoaded = (_, _) -> {};
  private boolean closed;

  /// How often models were pinned or unpinned.
  private long pins;

  /// What loading and closing leave behind in Java's heap has yet to be collected.
  private boolean garbage;

  Residency(Room room, Loading loading, LongSupplier clock) {
    this.room = room;
    this.loading = loading;
    this.clock = clock;
  }

  /// Who is told of every load, with the model's name and how long reading it took.
  void onLoaded(BiConsumer<String, Duration> listener) {
    onLoaded = listener;
  }

  /// The loaded model, which stays loaded until the lease is closed. Waits no longer than
  /// `patience`.
  Lease use(ServedModel model, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    Resident resident = enter(model, end);
    try {
      Reranker reranker = resident.ready.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      return new Lease(reranker, () -> leave(resident));
    } catch (TimeoutException _) {
      RerankException reason = locked(() -> tooLate(resident));
      leave(resident);
      throw reason;
    } catch (InterruptedException _) {
      leave(resident);
      throw gone(model);
    } catch (ExecutionException e) {
      leave(resident);
      throw (RerankException) e.getCause();
    }
  }

  /// Counts one more user in, and begins to load the model if need be.
  private Resident enter(ServedModel model, long end) {
    lock.lock();
    try {
      while (true) {
        Resident resident = residentOf(model);
        if (resident.isOpen()) {
          resident.users++;
          touch(resident);
          return resident;
        }
        if (changed.awaitNanos(end - System.nanoTime()) <= 0) {
          throw new ModelUnavailable(
              "model %s is making room for another one".formatted(model.name()));
        }
      }
    } catch (InterruptedException _) {
      throw gone(model);
    } finally {
      lock.unlock();
    }
  }

  private static Cancelled gone(ServedModel model) {
    Thread.currentThread().interrupt();
    return new Cancelled(
        "the caller went away while it waited for model %s".formatted(model.name()));
  }

  /// The resident that there is, or a new one.
  private Resident residentOf(ServedModel model) {
    if (closed) {
      throw new ModelUnavailable("model %s is closing".formatted(model.name()));
    }
    if (model.resident != null) {
      return model.resident;
    }
    if (model.isGone()) {
      throw new UnknownModel("there is no model %s any more".formatted(model.name()));
    }
    FailedLoad failure = model.failure;
    if (failure != null && failure.lasts(clock.getAsLong(), pins)) {
      throw failure.reason();
    }
    model.failure = null;
    var resident = new Resident(model, model.latest(), clock.getAsLong());
    loading.start(resident, this);
    model.resident = resident;
    return resident;
  }

  private RerankException tooLate(Resident resident) {
    if (resident.stage == Stage.WAITING) {
      return explained(resident, room.stillWaiting(resident, FailedLoad.PAUSE));
    }
    return new ModelUnavailable("model %s is still loading".formatted(resident.model.name()));
  }

  /// Counts a user out.
  private void leave(Resident resident) {
    locked(() -> {
      resident.users--;
      touch(resident);
      arrange();
    });
  }

  private void touch(Resident resident) {
    resident.lastUsed = clock.getAsLong();
    if (resident.stage == Stage.LOADED) {
      resident.model.lastUsed = Instant.now();
    }
  }

  /// Begins to load a model for whoever may want it later.
  void want(ServedModel model) {
    locked(() -> {
      Resident resident = residentOf(model);
      resident.wanted = true;
    });
  }

  /// Makes a model leave when its users are done, unless it is leaving already.
  void dismiss(Resident resident, Departure why) {
    locked(() -> {
      if (resident.leaving == null) {
        resident.leaving = why;
        resident.wanted = false;
        arrange();
      }
    });
  }

  /// Waits until a model that was dismissed is gone.
  ///
  /// @return whether that was within `patience`
  boolean awaitDeparture(Resident resident, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (resident.stage != Stage.GONE) {
        if (changed.awaitNanos(end - System.nanoTime()) <= 0) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException _) {
      throw gone(resident.model);
    } finally {
      lock.unlock();
    }
  }

  /// Dismisses those that nobody has used for `timeout`, unless they are pinned.
  void dismissIdle(Duration timeout) {
    locked(() -> {
      for (Resident resident : room.inside()) {
        boolean over = clock.getAsLong() - resident.lastUsed >= timeout.toNanos();
        if (over && resident.isEvictable() && resident.isOpen() && resident.isIdle()) {
          resident.leaving = Departure.IDLE;
        }
      }
      arrange();
    });
  }

  /// Called by the thread that loads: this is how the model's files are before they are read.
  void begins(Resident resident, Fingerprint fingerprint) {
    locked(() -> {
      resident.fingerprint = fingerprint;
    });
  }

  /// Called by the thread that loads: waits until there is room for the model.
  ///
  /// @return false if nobody wants it any more
  /// @throws NotEnoughMemory if there can be none
  boolean awaitRoom(Resident resident, long bytes) {
    return locked(() -> {
      room.ask(resident, bytes);
      arrange();
      while (resident.stage == Stage.WAITING) {
        if (resident.refusal != null) {
          throw resident.refusal;
        }
        if (closed) {
          throw new ModelUnavailable("the server is shutting down");
        }
        if (resident.isAbandoned()) {
          depart(resident);
          return false;
        }
        changed.awaitUninterruptibly();
      }
      return true;
    });
  }

  /// Called by the thread that loads: the model is there.
  void loaded(Resident resident, Reranker reranker, Duration took) {
    boolean tooLate =
        locked(() -> {
          resident.stage = Stage.LOADED;
          resident.lastUsed = clock.getAsLong();
          resident.model.counts.loaded();
          garbage = true;
          resident.ready.complete(reranker);
          arrange();
          return closed;
        });
    onLoaded.accept(resident.model.name(), took);
    if (tooLate) {
      reranker.close();
    }
  }

  /// Called by the thread that loads: the model cannot be loaded.
  void failed(Resident resident, Throwable cause) {
    RerankException reason = explained(resident, cause);
    locked(() -> {
      resident.model.failure =
          new FailedLoad(reason, resident.fingerprint, clock.getAsLong(), pins);
      resident.model.counts.failed();
      garbage = true;
      depart(resident);
    });
    resident.ready.completeExceptionally(reason);
  }

  /// In words for clients: with the model's name and without its place on disk.
  private static RerankException explained(Resident resident, Throwable cause) {
    String name = resident.model.name();
    return switch (cause) {
      case ModelUnavailable known ->
          new ModelUnavailable(
              "model %s: %s"
                  .formatted(
                      name,
                      Reasons.withoutPath(
                          String.valueOf(known.getMessage()), resident.found.path())));
      case NotEnoughMemory memory ->
          new NotEnoughMemory(
              "model %s: %s".formatted(name, memory.getMessage()), memory.retryAfter());
      default -> unexpected(name, cause);
    };
  }

  private static RerankException unexpected(String name, Throwable cause) {
    return cause instanceof OutOfMemoryError
        ? new NotEnoughMemory(
            "model %s does not fit in memory".formatted(name), Optional.of(FailedLoad.PAUSE))
        : new EngineFailure("loading model %s failed".formatted(name), cause);
  }

  /// To be called after a model was pinned or unpinned.
  void pinsChanged() {
    pins++;
    arrange();
  }

  /// Gives room to whom it can, and closes those who must leave and can.
  private void arrange() {
    room.arrange();
    for (Resident resident : room.inside()) {
      if (resident.leaving != null && resident.stage == Stage.LOADED && resident.isIdle()) {
        Thread.ofPlatform()
            .name("unload-" + resident.model.name())
            .daemon()
            .start(() -> close(resident));
        resident.stage = Stage.CLOSING;
      }
    }
    changed.signalAll();
  }

  private void close(Resident resident) {
    Reranker reranker = resident.ready.join();
    long began = System.nanoTime();
    try {
      reranker.close();
    } catch (RuntimeException e) { // it shall not keep its room for that
      LOG.log(Level.ERROR, "closing failed model=" + resident.model.name(), e);
    }
    Departure reason =
        locked(() -> {
          resident.model.counts.left(why(resident), reranker.load());
          garbage = true;
          depart(resident);
          return why(resident);
        });
    LOG.log(
        Level.INFO,
        "unloaded",
        Fields.of("model", resident.model.name())
            .and("reason", reason.label())
            .and("ms", (System.nanoTime() - began) / 1_000_000));
  }

  private static Departure why(Resident resident) {
    return Objects.requireNonNull(resident.leaving, "it was asked to leave");
  }

  private void depart(Resident resident) {
    resident.stage = Stage.GONE;
    if (resident.model.resident == resident) {
      resident.model.resident = null;
    }
    room.leave(resident);
    arrange();
  }

  /// Whether there is garbage since the last call.
  boolean takeGarbage() {
    return locked(() -> {
      boolean was = garbage;
      garbage = false;
      return was;
    });
  }

  /// Bytes that models in memory have been given.
  long taken() {
    return locked(room::taken);
  }

  /// Lets nobody in any more, and closes all after what runs has finished. What is loading is
  /// closed when it is there.
  void close() {
    List<Resident> loaded =
        locked(() -> {
          closed = true;
          List<Resident> all = room.inside().stream().filter(r -> r.stage == Stage.LOADED).toList();
          all.forEach(resident -> resident.stage = Stage.CLOSING);
          changed.signalAll();
          return all;
        });
    loaded.forEach(resident -> resident.ready.join().close());
  }

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
