package podium.catalog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Does from time to time what nobody asks for. Runs from [#start] to [#close].
final class Caretaker implements AutoCloseable {

  private static final Logger LOG = System.getLogger(Caretaker.class.getName());

  private final Thread thread;

  Caretaker(Runnable rounds, Duration pause) {
    this.thread =
        Thread.ofPlatform().name("caretaker").daemon().unstarted(() -> run(rounds, pause));
  }

  void start() {
    thread.start();
  }

  private static void run(Runnable rounds, Duration pause) {
    try {
      while (true) {
        Thread.sleep(pause);
        makeRound(rounds);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  /// One that fails is not the last.
  private static void makeRound(Runnable rounds) {
    try {
      rounds.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a round of the caretaker failed", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
