package podium.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The requests that are being worked on, and whether new ones are still taken. Thread-safe.
final class InFlight {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private int requests;
  private volatile boolean leaving;
  private volatile boolean draining;

  /// Whether the server is about to shut down, and load balancers should send nothing more.
  boolean leaving() {
    return leaving;
  }

  /// Whether the server is shutting down.
  boolean draining() {
    return draining;
  }

  /// Says that the server is about to shut down. Requests are taken until [#drain].
  void announce(Duration delay) throws InterruptedException {
    leaving = true;
    lock.lock();
    try {
      long left = delay.toNanos();
      while (left > 0) {
        left = idle.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Counts a request in, unless the server is shutting down.
  void enter() {
    lock.lock();
    try {
      if (draining) {
        throw draining("no more requests are taken");
      }
      requests++;
    } finally {
      lock.unlock();
    }
  }

  /// Counts a request out, after its answer.
  void leave() {
    lock.lock();
    try {
      requests--;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Remembers who works on a request, for [#interruptAll].
  void working(Thread thread) {
    threads.add(thread);
  }

  void finished(Thread thread) {
    threads.remove(thread);
  }

  /// Takes no more requests and waits for those that are there.
  ///
  /// @return whether all were done within `patience`
  boolean drain(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      leaving = true;
      draining = true;
      return awaitNone(patience);
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitNone(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    while (requests > 0) {
      if (left <= 0) {
        return false;
      }
      left = idle.awaitNanos(left);
    }
    return true;
  }

  /// Gives up on those that are still there.
  void interruptAll() {
    threads.forEach(Thread::interrupt);
  }

  static HttpFailure draining(String what) {
    return HttpFailure.of(ErrorCode.DRAINING, "the server is shutting down: " + what)
        .retryAfter(Duration.ofSeconds(1));
  }
}
