package podium.http;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// How many bytes of request bodies may be in memory at once, over all requests. Without this limit
/// a few hundred clients with bodies of legal size could use up the heap. Thread-safe.
final class BodyMemory {

  private static final double LONGEST_WAIT = 60;

  private final long capacity;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Held all = new Held();

  /// @param clock [System#nanoTime]
  BodyMemory(long capacity, LongSupplier clock) {
    this.capacity = capacity;
    this.clock = clock;
  }

  /// An eighth of the heap, because a body becomes strings and token ids too; but room for at least
  /// one body of the largest size.
  static BodyMemory forBodiesOf(long maxBodyBytes) {
    long share = Runtime.getRuntime().maxMemory() / 8;
    return new BodyMemory(Math.max(maxBodyBytes, share), System::nanoTime);
  }

  /// Bytes that are held, and for each of them since when, summed up in seconds.
  private static final class Held {
    private long bytes;
    private double since;

    private void add(long more, double now) {
      bytes += more;
      since += more * now;
    }

    private void remove(Held others) {
      bytes -= others.bytes;
      since = bytes == 0 ? 0 : since - others.since;
    }

    /// For how many seconds a byte has been here, on average.
    private double age(double now) {
      return bytes == 0 ? 0 : now - since / bytes;
    }
  }

  /// Bytes that are held now.
  long bytes() {
    lock.lock();
    try {
      return all.bytes;
    } finally {
      lock.unlock();
    }
  }

  /// What one body takes.
  Share share() {
    return new Share();
  }

  /// The bytes of one body. Used by one thread at a time.
  final class Share {
    private Held mine = new Held();

    private Share() {}

    /// Takes room for `bytes` more, or says no.
    boolean take(long bytes) {
      lock.lock();
      try {
        if (all.bytes + bytes > capacity) {
          return false;
        }
        double now = seconds();
        mine.add(bytes, now);
        all.add(bytes, now);
        return true;
      } finally {
        lock.unlock();
      }
    }

    /// Gives everything back.
    void giveBack() {
      lock.lock();
      try {
        all.remove(mine);
        mine = new Held();
      } finally {
        lock.unlock();
      }
    }
  }

  /// When there will be room for a body of so many bytes: in 1 to 60 seconds.
  ///
  /// What is being worked on at some moment has, on average, as long to go as it has been there
  /// (renewal theory: age and residual life have the same distribution). So all that is held now
  /// will have gone in about twice its age, and of that time the part is counted in which enough
  /// goes.
  Duration retryAfter(long bytes) {
    lock.lock();
    try {
      double missing = (double) bytes - (capacity - all.bytes);
      double part = all.bytes == 0 ? 0 : Math.clamp(missing / all.bytes, 0, 1);
      double wait = Math.ceil(2 * all.age(seconds()) * part);
      return Duration.ofSeconds((long) Math.clamp(wait, 1, LONGEST_WAIT));
    } finally {
      lock.unlock();
    }
  }

  private double seconds() {
    return clock.getAsLong() / 1e9;
  }
}
