package podium.schedule;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import podium.engine.Engine;
import podium.engine.Operators;
import podium.nn.Network;

/// What one worker thread does: compute batches until the scheduler has no more. The thread alone
/// uses its [Operators], from opening to closing.
final class Worker implements Runnable {

  private final Scheduler scheduler;
  private final Network network;
  private final Engine engine;
  private final int threads;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();

  Worker(Scheduler scheduler, Network network, Engine engine, int threads) {
    this.scheduler = scheduler;
    this.network = network;
    this.engine = engine;
    this.threads = threads;
  }

  /// Done when the operators are open, failed if they could not be opened.
  CompletableFuture<Void> opened() {
    return opened;
  }

  @Override
  public void run() {
    try (Operators operators = engine.operators(threads)) {
      opened.complete(null);
      Optional<Running> batch = scheduler.next();
      while (batch.isPresent()) {
        compute(operators, batch.get());
        batch = scheduler.next();
      }
    } catch (RuntimeException | Error e) {
      if (!opened.completeExceptionally(e)) {
        throw e;
      }
    }
  }

  private void compute(Operators operators, Running batch) {
    float[][] outputs;
    try {
      operators.keep(); // a batch that failed half-way left its tensors behind
      outputs = network.outputs(operators, batch.batch());
      checkCount(batch, outputs);
    } catch (Throwable t) { // whatever it was, no caller may wait for ever
      scheduler.failed(batch, t);
      return;
    }
    scheduler.finished(batch, outputs);
  }

  private static void checkCount(Running batch, float[][] outputs) {
    if (outputs.length != batch.jobs().size()) {
      throw new IllegalStateException(
          "the network returned %d outputs for %d sequences. This is a bug."
              .formatted(outputs.length, batch.jobs().size()));
    }
  }
}
