package podium.docs;

import static java.util.Map.entry;

import java.util.Map;

/// The commands of the documents that these tests do not run, each with the reason. All others are
/// run; a test misses those that are here and in no page.
final class NotRun {

  private static final String BUILDS = "builds and tests the project, which is what runs this test";
  private static final String MINUTES = "measures for minutes, and needs a quiet machine";
  private static final String INSTALLS = "builds, and writes into the user's Maven repository";

  private static final String CONTAINERS = "needs a container engine or a cluster";
  private static final String ROOT = "changes the system that it runs on";

  /// On one line, without comments at their end.
  static final Map<String, String> REASONS =
      Map.ofEntries(
          entry("./mvnw verify", BUILDS),
          entry("./mvnw spotless:apply", BUILDS),
          entry("./podium bench --shape ms-marco-minilm-l6 --precision f32", MINUTES),
          entry("./mvnw -q -B -pl core -am -Dmaven.test.skip=true install", INSTALLS),
          entry("./podium bench --shape bge-reranker-base --precision bf16", MINUTES),
          entry("podium loadtest --clients 1 --documents 5000 --warmup 0 &", MINUTES),
          entry("podium loadtest --clients 1 --documents 5", MINUTES),
          entry("docker build -f ops/Dockerfile -t podium .", CONTAINERS),
          entry(
              "docker run --rm -p 127.0.0.1:8000:8000 --read-only --tmpfs /tmp:exec --cap-drop ALL"
                  + " -e PODIUM_API_KEY=secret -v \"$PWD/models:/models:ro\" podium",
              CONTAINERS),
          entry(
              "kubectl create secret generic podium-key --from-literal=PODIUM_API_KEY=secret",
              CONTAINERS),
          entry("kubectl apply -f ops/kubernetes", CONTAINERS),
          entry("useradd --system --home-dir /var/lib/podium podium", ROOT),
          entry(
              "cp ops/podium.service /etc/systemd/system/ && systemctl enable --now podium", ROOT));

  /// Pages whose commands need more than [Reader] has, each with the test that runs them.
  static final Map<String, String> PAGES =
      Map.of("docs/evaluation.md", "podium/cli/EvaluationGuideTest.java");

  private NotRun() {}

  /// The command as it is listed here.
  static String key(String command) {
    return command.replaceAll(" *\\\\\n *", " ").replaceAll(" +#[^'\"\\n]*$", "").strip();
  }
}
