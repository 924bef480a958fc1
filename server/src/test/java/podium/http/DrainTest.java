package podium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static podium.http.ErrorAssert.assertRefused;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.RerankException.Cancelled;
import podium.config.ApiKeys;
import podium.config.Limits;
import podium.config.ServerConfig;

class DrainTest {

  private final CountDownLatch began = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private Answer slow(Call call) {
    began.countDown();
    try {
      mayAnswer.await();
    } catch (InterruptedException e) {
      throw new Cancelled("interrupted");
    }
    return Answer.json(json -> json.writeBooleanField("done", true));
  }

  private TestServer start(Duration grace) throws Exception {
    return start(grace, Duration.ZERO);
  }

  private TestServer start(Duration grace, Duration delay) throws Exception {
    var config =
        new ServerConfig(
            "127.0.0.1", 0, ApiKeys.NONE, false, List.of(), Limits.DEFAULT, grace, delay);
    return TestServer.start(config, List.of(Route.get("/slow", this::slow)));
  }

  @Test
  void whatRunsComesToItsEndAndNothingNewBegins() throws Exception {
    try (var server = start(Duration.ofMinutes(1))) {
      Future<HttpResponse<String>> running = threads.submit(() -> server.get("/slow"));
      assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();
      Future<Boolean> drained = threads.submit(server.server()::drain);
      awaitNotReady(server);

      assertRefused(
          server.get("/slow"),
          503,
          "draining",
          "the server is shutting down: no more requests are taken");
      assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
      assertThat(drained.isDone()).isFalse();

      mayAnswer.countDown();
      assertThat(drained.get(5, TimeUnit.SECONDS)).isTrue();
      assertThat(running.get(5, TimeUnit.SECONDS).body()).isEqualTo("{\"done\":true}");
    }
  }

  private static void awaitNotReady(TestServer server) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (server.get("/health/ready").statusCode() == 200) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  @Test
  void loadBalancersAreToldBeforeAnythingIsRefused() throws Exception {
    mayAnswer.countDown();
    try (var server = start(Duration.ZERO, Duration.ofDays(1))) {
      Future<Boolean> drained = threads.submit(server.server()::drain);
      awaitNotReady(server);

      assertThat(server.get("/slow").body()).isEqualTo("{\"done\":true}");
      assertThat(drained.isDone()).isFalse();
    }
  }

  @Test
  void whatOutlastsTheGraceIsA503() throws Exception {
    try (var server = start(Duration.ZERO)) {
      Future<HttpResponse<String>> running = threads.submit(() -> server.get("/slow"));
      assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();

      assertThat(server.server().drain()).isFalse();

      assertRefused(
          running.get(5, TimeUnit.SECONDS),
          503,
          "draining",
          "the server is shutting down: time is up");
    }
  }

  @Test
  void anIdleServerDrainsAtOnce() throws Exception {
    try (var server = start(Duration.ZERO)) {
      assertThat(server.server().drain()).isTrue();
    }
  }

  @Test
  void theListenerIsGoneAfterClose() throws Exception {
    TestServer server = start(Duration.ZERO);
    server.close();

    assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class);
  }
}
