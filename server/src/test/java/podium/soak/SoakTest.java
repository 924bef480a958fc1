package podium.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that many clients of all sorts use for a while: nobody gets a wrong score, nothing
/// fails that need not, and nothing is left behind.
///
/// `-Dpodium.soak=3m` says for how long; without it, it is a short try.
class SoakTest {

  static final int MAX_DOCUMENTS = 1000;
  static final int MAX_BODY = 1 << 20;

  /// Small, so that it is full now and then.
  static final int QUEUE_TOKENS = 5000;

  private static final Duration SHORT_TRY = Duration.ofSeconds(20);
  private static final int CLIENTS = 32;
  private static final int WORKERS = 2;

  /// Good answers before anything is measured: meanwhile code is compiled, ours and oneDNN's, and
  /// pools grow.
  private static final int WARM_UP = 3000;

  private static final int ROUNDS = 6;

  private static final int MANY = 300;
  private static final List<String> NAMES = List.of("bert", "modernbert_cls", "qwen3");

  /// What memory may grow by: more compiled code, fragments.
  private static final long MEMORY = 64L << 20;

  private static final long OBJECTS = 16L << 20;
  private static final long FEW = 6;

  @TempDir private Path folder;
  private final Findings findings = new Findings();
  private final Random seeds = new Random(1);

  @Test
  void manyClientsOfAllSortsForAWhile() throws Exception {
    assumeTrue(Vitals.canBeRead(), "what a process holds is read from /proc, which only Linux has");
    Path log = folder.resolve("server.log");
    try (var server = PodiumProcess.serve(log.toFile(), jvmFlags(), options())) {
      List<KnownModel> models = models(server);
      play(server, models, () -> findings.of("right") >= WARM_UP);
      Vitals first = atRest(server);
      System.out.printf("soak: %s%n      %s%n", first, findings);
      for (int round = 0; round < ROUNDS; round++) {
        long end = System.nanoTime() + duration().toNanos() / ROUNDS;
        play(server, models, () -> System.nanoTime() - end >= 0);
        Vitals rest = atRest(server);
        System.out.printf("soak: %s%n      %s%n", rest, findings);
        assertThat(findings.wrong()).as("%s, log: %s", findings, Files.readString(log)).isEmpty();
        assertLikeAtFirst(rest, first);
      }

      assertThat(findings.of("429 overloaded")).as("times the queue was full").isPositive();
      assertThat(findings.of("unloaded")).as("times a model was unloaded").isPositive();
      assertThat(server.stop()).isZero();
      assertThat(Files.readString(log)).doesNotContain("ERROR", "Exception");
    }
  }

  /// With all models freshly loaded, so that it does not matter what they did lately, and no
  /// connection left.
  private static Vitals atRest(PodiumProcess server) throws Exception {
    try (HttpClient http = http()) {
      for (String name : NAMES) {
        act(server, http, name, "unload");
        act(server, http, name, "load");
      }
    }
    return Vitals.atRest(server.pid());
  }

  private static void act(PodiumProcess server, HttpClient http, String model, String action)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/v1/models/%s/%s".formatted(model, action)))
            .POST(BodyPublishers.noBody())
            .build();
    assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private static void assertLikeAtFirst(Vitals rest, Vitals first) {
    assertThat(rest.resident()).as("memory").isLessThan(first.resident() + MEMORY);
    assertThat(rest.heap()).as("objects").isLessThan(first.heap() + OBJECTS);
    assertThat(rest.threads()).as("threads").isLessThanOrEqualTo(first.threads() + FEW);
    assertThat(rest.workers()).as("workers").isEqualTo((long) NAMES.size() * WORKERS);
    assertThat(rest.files()).as("files").isLessThanOrEqualTo(first.files() + FEW);
    assertThat(rest.mappings()).as("mappings").isEqualTo(first.mappings());
  }

  private static Duration duration() {
    String asked = System.getProperty("podium.soak", "");
    return asked.isEmpty() ? SHORT_TRY : Duration.parse("PT" + asked);
  }

  /// The heap is there from the beginning, so that what grows is not the heap.
  private static List<String> jvmFlags() {
    return List.of(
        "-Xms192m",
        "-Xmx192m",
        "-XX:+AlwaysPreTouch",
        "-XX:-UseDynamicNumberOfCompilerThreads",
        "-XX:-UseDynamicNumberOfGCThreads");
  }

  private static List<String> options() throws IOException {
    return Stream.of(
            Stream.of("--port", "0"),
            Stream.of("--models", KnownModel.GOLDEN.resolve("models").toRealPath().toString()),
            Stream.of("--default-model", "bert"),
            Stream.of("--precision", "f32", "--special-tokens", "parse"),
            Stream.of("--workers", WORKERS + "", "--threads", "1"),
            Stream.of("--queue-tokens", QUEUE_TOKENS + "", "--score-cache", "100"),
            Stream.of("--max-documents", MAX_DOCUMENTS + "", "--max-body", MAX_BODY + ""))
        .flatMap(options -> options)
        .toList();
  }

  /// All models, each with many pairs whose logits it gives one by one.
  private static List<KnownModel> models(PodiumProcess server) throws Exception {
    List<KnownModel> models = new ArrayList<>();
    try (HttpClient http = http()) {
      for (String name : NAMES) {
        KnownModel model = KnownModel.read(name);
        List<KnownPair> many = new ArrayList<>();
        for (String document : documents()) {
          many.add(alone(server, http, model, document));
        }
        models.add(model.with(many));
      }
    }
    return models;
  }

  private static List<String> documents() {
    var random = new Random(1);
    List<String> words =
        List.of("what is a city the capital of food panda eats one two".split(" "));
    return Stream.generate(() ->
            Stream.generate(() -> words.get(random.nextInt(words.size())))
                .limit(5 + random.nextInt(40))
                .collect(Collectors.joining(" ")))
        .limit(MANY)
        .toList();
  }

  private static KnownPair alone(
      PodiumProcess server, HttpClient http, KnownModel model, String document) throws Exception {
    var pair = new KnownPair("what is a city?", document, Optional.empty(), false, 0, 0);
    Question question = Question.rerank("/v1/rerank", model, List.of(pair), true);
    String answer =
        http.send(
                HttpRequest.newBuilder(server.uri().resolve(question.path()))
                    .POST(BodyPublishers.ofString(question.body()))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return new KnownPair(
        pair.query(),
        document,
        Optional.empty(),
        false,
        Question.tokens(answer),
        Question.score(answer));
  }

  /// Lets all clients loose until `over`, and waits until they have gone.
  private void play(PodiumProcess server, List<KnownModel> models, BooleanSupplier over)
      throws Exception {
    try (HttpClient http = http();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        var client = new SoakClient(server.uri(), http, models, seeds.nextInt(), findings);
        clients.add(() -> {
          while (!over.getAsBoolean() && findings.wrong().isEmpty()) {
            client.step();
          }
          return null;
        });
      }
      for (Future<Void> client : threads.invokeAll(clients)) {
        client.get(1, TimeUnit.MINUTES);
      }
    }
  }

  private static HttpClient http() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
