package podium.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// One of many clients: does this and that, and tells what it saw.
final class SoakClient {

  /// What a good request may be refused with, by status. Those in the second row are what clients
  /// of text-embeddings-inference are told.
  private static final Map<Integer, Set<String>> DECLARED =
      Map.of(
          429, Set.of("overloaded", "Overloaded"),
          503, Set.of("model_unavailable", "deadline_exceeded", "Unhealthy"));

  /// Longer than the server's own.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int LARGE_AT_ONCE = 3;

  private final URI server;
  private final HttpClient http;
  private final List<KnownModel> models;
  private final Random random;
  private final RawClient raw;
  private final Findings findings;

  /// @param http to be shared with others
  SoakClient(URI server, HttpClient http, List<KnownModel> models, int seed, Findings findings) {
    this.server = server;
    this.http = http;
    this.models = models;
    this.random = new Random(seed);
    this.raw = new RawClient(server, random);
    this.findings = findings;
  }

  /// Does one thing.
  void step() throws InterruptedException {
    try {
      switch (random.nextInt(20)) {
        case 0 -> slowly();
        case 1, 2 -> badly();
        case 3 -> raw.leaveWhileSending("/v1/rerank", large().body());
        case 4 -> raw.leaveWhileWaiting("/v1/rerank", large().body());
        case 5 -> severalLarge();
        case 6 -> look();
        case 7 -> reloadNowAndThen();
        default -> ask(Question.any(model(), random));
      }
    } catch (IOException | ExecutionException e) {
      findings.wrong("no answer: " + e);
    }
  }

  private KnownModel model() {
    return models.get(random.nextInt(models.size()));
  }

  private void ask(Question question) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(post(question.path(), question.body()), BodyHandlers.ofString());
    judge(question, response);
  }

  private void judge(Question question, HttpResponse<String> response) throws IOException {
    judge(
        question,
        response.statusCode(),
        response.headers().firstValue("Retry-After").isPresent(),
        response.body());
  }

  private void judge(Question question, int status, boolean mayRetry, String body)
      throws IOException {
    if (status == 200) {
      Optional<String> complaint = question.complaint(body);
      complaint.ifPresent(text -> findings.wrong("%s: %s".formatted(question.path(), text)));
      findings.count("right");
      return;
    }
    String code = Question.code(body);
    if (mayRetry && DECLARED.getOrDefault(status, Set.of()).contains(code)) {
      findings.count("%d %s".formatted(status, code));
    } else {
      findings.wrong("%s: %d %s %s".formatted(question.path(), status, code, body));
    }
  }

  private void slowly() throws IOException, InterruptedException {
    Question question = Question.any(model(), random);
    RawClient.Response response = raw.slowly(question.path(), question.body());
    judge(question, response.status(), response.head().contains("Retry-After:"), response.body());
    findings.count("slow");
  }

  private void badly() throws IOException, InterruptedException {
    BadRequest bad = BadRequest.ALL.get(random.nextInt(BadRequest.ALL.size()));
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(bad.path()))
            .timeout(PATIENCE)
            .header("Content-Type", bad.contentType())
            .method(bad.method(), BodyPublishers.ofString(bad.body()))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() == bad.status()) {
      findings.count("bad input refused");
    } else {
      String said = "%d %s".formatted(response.statusCode(), response.body());
      findings.wrong("%s %s: %s".formatted(bad.method(), bad.path(), said));
    }
  }

  /// Two of them do not fit in the queue together.
  private void severalLarge() throws IOException, InterruptedException, ExecutionException {
    Map<Question, CompletableFuture<HttpResponse<String>>> answers = new HashMap<>();
    KnownModel model = model();
    for (int i = 0; i < LARGE_AT_ONCE; i++) {
      Question question = large(model);
      answers.put(
          question,
          http.sendAsync(post(question.path(), question.body()), BodyHandlers.ofString()));
    }
    for (var answer : answers.entrySet()) {
      judge(answer.getKey(), answer.getValue().get());
    }
  }

  /// A good part of the queue.
  private Question large() {
    return large(model());
  }

  /// The same, of one model.
  private Question large(KnownModel model) {
    List<KnownPair> pairs = new ArrayList<>();
    for (int tokens = 0; tokens < 0.7 * SoakTest.QUEUE_TOKENS; ) {
      pairs.add(model.many().get(random.nextInt(model.many().size())));
      tokens += pairs.getLast().tokens();
    }
    return Question.rerank("/v1/rerank", model, pairs, true);
  }

  /// What is asked of the model meanwhile loads it again.
  private void reloadNowAndThen() throws IOException, InterruptedException {
    if (random.nextInt(15) > 0) {
      return;
    }
    HttpResponse<String> response =
        http.send(
            post("/v1/models/%s/unload".formatted(model().name()), ""), BodyHandlers.ofString());
    if (response.statusCode() == 200) {
      findings.count("unloaded");
    } else {
      findings.wrong("unload: %d %s".formatted(response.statusCode(), response.body()));
    }
  }

  private void look() throws IOException, InterruptedException {
    for (String path : List.of("/metrics", "/v1/models", "/info", "/health/ready")) {
      HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        findings.wrong("%s: %d".formatted(path, response.statusCode()));
      }
    }
    findings.count("looks");
  }

  private HttpRequest post(String path, String body) {
    return HttpRequest.newBuilder(server.resolve(path))
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }
}
