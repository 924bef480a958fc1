package podium.load;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import podium.load.LoadPlan.Arrivals;

/// Sends requests as a plan says and measures how long the answers take.
public final class LoadTest {

  /// Connections of one test, for which each side needs a file. A request that must wait for one is
  /// late, and counts so.
  private static final int MOST_AT_ONCE = 1000;

  private final LoadPlan plan;
  private final Questions questions;
  private final HttpClient client;
  private final LoadTally tally;
  private final long begin = System.nanoTime();
  private final long end;
  private final Semaphore connections = new Semaphore(MOST_AT_ONCE);

  private LoadTest(LoadPlan plan, Questions questions, HttpClient client) {
    this.plan = plan;
    this.questions = questions;
    this.client = client;
    long from = begin + plan.warmUp().toNanos();
    this.end = from + plan.duration().toNanos();
    this.tally = new LoadTally(from, end);
  }

  /// Runs `plan` and waits for the last answer.
  public static LoadReport run(LoadPlan plan, Questions questions) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(plan.timeout())
                .executor(threads)
                .build()) {
      return new LoadTest(plan, questions, client).run();
    }
  }

  private LoadReport run() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      switch (plan.arrivals()) {
        case Arrivals.Clients(int count) -> {
          for (int i = 0; i < count; i++) {
            threads.execute(this::askAgainAndAgain);
          }
        }
        case Arrivals.Rate(double perSecond) -> askAtRandom(perSecond, threads);
      }
    }
    return tally.report(plan);
  }

  private void askAgainAndAgain() {
    for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
      ask(now);
    }
  }

  private void askAtRandom(double perSecond, ExecutorService threads) throws InterruptedException {
    var random = new SplittableRandom();
    for (long next = begin; next - end < 0; ) {
      TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      long due = next;
      threads.execute(() -> ask(due));
      next += (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
    }
  }

  private void ask(long due) {
    connections.acquireUninterruptibly();
    try {
      Question question = questions.next();
      HttpResponse<?> response = client.send(request(question), BodyHandlers.ofByteArray());
      tally.answered(due, System.nanoTime(), response.statusCode(), question.documents());
    } catch (IOException e) {
      tally.failed(due, System.nanoTime(), e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      connections.release();
    }
  }

  private HttpRequest request(Question question) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(plan.url())
            .timeout(plan.timeout())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(question.body()));
    plan.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request.build();
  }
}
