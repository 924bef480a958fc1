package podium.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two servers behind nginx, as `ops/nginx.conf` puts them, of which one is killed, comes back, and
/// the other is stopped, while clients ask and ask.
@Timeout(300)
class ReplicasTest {

  private static final int CLIENTS = 8;

  /// Good answers between two events.
  private static final int SOME = 200;

  private static final int TRIES = 100;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Set<Integer> FOR_A_MOMENT = Set.of(502, 503);

  @TempDir private Path folder;
  private final Findings findings = new Findings();
  private volatile boolean over;

  @Test
  void oneThatIsKilledLosesNoRequestAndGivesNoWrongAnswer() throws Exception {
    Optional<Path> program = Nginx.program();
    assumeTrue(program.isPresent(), "nginx is not installed (Debian: apt-get install nginx)");
    try (var first = serve("first", 0);
        var second = serve("second", 0);
        var nginx = Nginx.start(program.get(), folder, first.uri(), second.uri());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      try (HttpClient http = http()) {
        for (int i = 0; i < CLIENTS; i++) {
          clients.add(threads.submit(client(nginx.uri(), http, i)));
        }

        awaitMore(SOME);
        first.kill();
        awaitMore(SOME);
        assertThat(first.isAlive()).isFalse();

        try (var again = serve("again", first.uri().getPort())) {
          await(() -> answered(again) > 0);
          awaitMore(SOME);
          assertThat(second.stop()).isZero();
          awaitMore(SOME);
          over = true;
          for (Future<?> client : clients) {
            client.get(1, TimeUnit.MINUTES);
          }
        }
      }
      System.out.println("replicas: " + findings);
    }
    assertThat(findings.wrong()).as("%s", findings).isEmpty();
    assertThat(findings.of("right")).isGreaterThanOrEqualTo(4L * SOME);
    assertThat(Files.readString(folder.resolve("error.log")))
        .as("requests that nginx had to send again")
        .contains("while reading response header from upstream");
  }

  private PodiumProcess serve(String name, int port) throws IOException {
    return PodiumProcess.serve(
        folder.resolve(name + ".log").toFile(),
        List.of("-Xmx128m"),
        List.of(
            "--port",
            Integer.toString(port),
            "--models",
            KnownModel.GOLDEN.resolve("models").toRealPath().toString(),
            "--default-model",
            "bert",
            "--precision",
            "f32",
            "--special-tokens",
            "parse"));
  }

  private static HttpClient http() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private Callable<Void> client(URI server, HttpClient http, int seed) throws IOException {
    KnownModel model = KnownModel.read("bert");
    var random = new Random(seed);
    return () -> {
      while (!over && findings.wrong().isEmpty()) {
        askUntilAnswered(server, http, Question.any(model, random));
      }
      return null;
    };
  }

  private void askUntilAnswered(URI server, HttpClient http, Question question)
      throws InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      try {
        HttpResponse<String> response = ask(server, http, question);
        if (response.statusCode() == 200) {
          Optional<String> complaint = question.complaint(response.body());
          complaint.ifPresent(findings::wrong);
          findings.count("right");
          return;
        }
        if (!FOR_A_MOMENT.contains(response.statusCode())) {
          findings.wrong("%d: %s".formatted(response.statusCode(), response.body()));
          return;
        }
        findings.count(Integer.toString(response.statusCode()));
      } catch (IOException e) {
        findings.wrong("no answer: " + e);
        return;
      }
      Thread.sleep(PAUSE);
    }
    findings.wrong("no good answer in %d tries".formatted(TRIES));
  }

  private static HttpResponse<String> ask(URI server, HttpClient http, Question question)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(server.resolve(question.path()))
            .timeout(Duration.ofMinutes(1))
            .POST(BodyPublishers.ofString(question.body()))
            .build(),
        BodyHandlers.ofString());
  }

  private void awaitMore(int answers) throws InterruptedException {
    long before = findings.of("right");
    await(() -> findings.of("right") >= before + answers || !findings.wrong().isEmpty());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time until it must have happened").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  /// Good answers that a server gave itself.
  private static double answered(PodiumProcess server) {
    try (HttpClient http = http()) {
      HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/metrics")).build();
      return http.send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("podium_documents_total{model=\"bert\"}"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
