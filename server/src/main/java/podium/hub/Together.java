package podium.hub;

import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Does several things at once, and stops all of them at the first that fails.
final class Together {

  /// More connections are not faster, and hubs do not like them.
  private static final int AT_ONCE = 4;

  private Together() {}

  interface Action<T> {
    void on(T thing) throws HubException, InterruptedException;
  }

  static <T> void all(List<T> things, Action<T> action) throws HubException, InterruptedException {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("pull-", 0).factory())) {
      CompletionService<T> service = new ExecutorCompletionService<>(threads);
      for (T thing : things) {
        service.submit(() -> {
          action.on(thing);
          return thing;
        });
      }
      try {
        for (int i = 0; i < things.size(); i++) {
          var _ = service.take().get();
        }
      } catch (ExecutionException e) {
        throw rethrown(e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static HubException rethrown(ExecutionException e) throws InterruptedException {
    return switch (e.getCause()) {
      case HubException known -> known;
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException("unexpected. This is a bug.", e);
    };
  }
}
