package podium.schedule;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import podium.RerankException.EngineFailure;

/// The worker threads of one scheduler.
final class Workers {

  private final List<Worker> workers;
  private final List<Thread> threads;

  /// @param name of the model, for the names of the threads
  Workers(String name, List<Worker> workers) {
    this.workers = workers;
    this.threads =
        IntStream.range(0, workers.size())
            .mapToObj(i ->
                Thread.ofPlatform().daemon().name(name + "-worker-" + i).unstarted(workers.get(i)))
            .toList();
  }

  /// Waits until each is ready to compute.
  ///
  /// @throws EngineFailure if one could not be made ready
  void start() {
    try {
      threads.forEach(Thread::start);
      workers.forEach(worker -> worker.opened().join());
    } catch (CompletionException | OutOfMemoryError e) { // Java's, for a thread too many
      throw new EngineFailure("a worker could not be started: " + e.getMessage(), e);
    }
  }

  /// Waits until all have ended, of which those that were never started are some.
  void join() {
    threads.forEach(Workers::joinUninterruptibly);
  }

  private static void joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
