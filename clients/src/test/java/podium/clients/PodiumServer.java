package podium.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import podium.ModelInfo;
import podium.RerankException.Overloaded;
import podium.RerankRequest;
import podium.Reranker;
import podium.RerankerOptions;
import podium.Scores;
import podium.SpecialTokens;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.Lease;
import podium.catalog.ModelScan;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;
import podium.http.Server;
import podium.openapi.DriftCheck;
import podium.openapi.Wire;

/// The real server with the embedded model, whose queue has room for four sequences of the model's
/// full length and can be kept full. What its clients send and get is checked against
/// `openapi.yaml`.
final class PodiumServer implements AutoCloseable {

  private static final int LENGTH = 256;
  private static final String BUSY = "keeps the queue full";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// A client that is let in so often meets no full queue.
  private static final int MOST_CALLS = 1000;

  /// More than are computed and wait at the same time.
  private static final int CROWD = 12;

  private final Catalog catalog;
  private final Server server;
  private final Wire wire;
  private final AtomicReference<Reranker> model;
  private final AtomicInteger refused;
  private final AtomicInteger answered;
  private final AtomicInteger asked = new AtomicInteger();

  private PodiumServer(
      Catalog catalog,
      Server server,
      Wire wire,
      AtomicReference<Reranker> model,
      AtomicInteger refused,
      AtomicInteger answered) {
    this.catalog = catalog;
    this.server = server;
    this.wire = wire;
    this.model = model;
    this.refused = refused;
    this.answered = answered;
  }

  static PodiumServer start() throws IOException {
    var options =
        new RerankerOptions(Optional.empty(), SpecialTokens.TEXT, 2, 1, LENGTH, 4 * LENGTH);
    var model = new AtomicReference<Reranker>();
    var refused = new AtomicInteger();
    var answered = new AtomicInteger();
    var catalog =
        new Catalog(
            new ModelScan(List.of()),
            Optional.empty(),
            options,
            (directory, chosen) -> {
              model.set(Reranker.open(directory, chosen));
              return new Watched(model.get(), refused, answered);
            });
    try (Lease _ = catalog.find(Optional.of("podium-tiny")).use(PATIENCE)) {
      assertThat(model.get()).as("the loaded model").isNotNull();
    }
    var config =
        new ServerConfig(
            "127.0.0.1", 0, ApiKeys.NONE, false, Limits.DEFAULT, Duration.ofSeconds(5));
    Server server = Server.start(config, Api.service(config, catalog));
    var wire = new Wire(server.uri(), DriftCheck.ofAllRoutes());
    return new PodiumServer(catalog, server, wire, model, refused, answered);
  }

  URI uri() {
    return wire.uri();
  }

  /// Calls `client` while others keep the queue full, until one of its requests has been refused;
  /// then the others stop. Says what came of that call.
  <T> T refusedOnce(Callable<T> client) throws Exception {
    int before = refused.get();
    var over = new AtomicBoolean();
    List<Thread> crowd = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      crowd.add(Thread.startVirtualThread(() -> keepBusy(before, over)));
    }
    try {
      for (int call = 0; call < MOST_CALLS; call++) {
        int answersBefore = answered.get();
        T result = client.call();
        if (refused.get() > before) {
          assertThat(answered.get() - answersBefore).as("answers after the refusal").isEqualTo(1);
          return result;
        }
      }
      throw new AssertionError("no call of %d met a full queue".formatted(MOST_CALLS));
    } finally {
      over.set(true);
      for (Thread thread : crowd) {
        thread.join();
      }
    }
  }

  /// Each asks for something else: what is asked twice at the same time takes the room of one.
  @SuppressWarnings("ThreadPriorityCheck")
  private void keepBusy(int before, AtomicBoolean over) {
    while (!over.get() && refused.get() == before) {
      String query = "%s, %d".formatted(BUSY, asked.incrementAndGet());
      try {
        model.get().score(RerankRequest.of(query, List.of("word ".repeat(LENGTH))));
      } catch (Overloaded _) {
        Thread.yield();
      }
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
    server.close();
    catalog.close();
  }

  /// Counts what the model refuses and answers of those who come over HTTP.
  private record Watched(Reranker model, AtomicInteger refused, AtomicInteger answered)
      implements Reranker {

    @Override
    public ModelInfo info() {
      return model.info();
    }

    @Override
    public Scores score(RerankRequest request) {
      try {
        Scores scores = model.score(request);
        answered.incrementAndGet();
        return scores;
      } catch (Overloaded e) {
        refused.incrementAndGet();
        throw e;
      }
    }

    @Override
    public void close() {
      model.close();
    }
  }
}
