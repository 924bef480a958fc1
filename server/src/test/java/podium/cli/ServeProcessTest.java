package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.hub.HubStandIn;
import podium.hub.StandInModel;
import podium.openapi.CheckedClient;
import podium.openapi.DriftCheck;

/// `podium` as a process of its own, as the launcher starts it.
class ServeProcessTest {

  private static final List<String> FLAGS_OF_THE_LAUNCHER =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  @TempDir private Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  @AfterEach
  void killWhatIsLeft() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process podium(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS_OF_THE_LAUNCHER);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Podium.class.getName()));
    Stream.of(args).forEach(command::add);
    var builder = new ProcessBuilder(command);
    builder.environment().put("PODIUM_MODELS", folder.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  @Test
  void servesUntilItIsToldToStop() throws Exception {
    Process process = podium("serve", "--port", "0");
    BufferedReader out = process.inputReader();

    String url = out.readLine().replaceFirst(".* listens on ", "");
    assertThat(out.readLine()).isEqualTo("  models     podium-tiny (default)");
    var request =
        HttpRequest.newBuilder(URI.create(url + "/v1/rerank"))
            .POST(BodyPublishers.ofString("{\"query\":\"q\",\"documents\":[\"d\"]}"))
            .build();
    try (var client = new CheckedClient(DriftCheck.ofAllRoutes())) {
      assertThat(client.send(request).body()).contains("podium-tiny");
    }

    process.toHandle().destroy(); // unlike destroy() it leaves the streams open

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(text(process.getErrorStream()).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains(" INFO    loaded model=podium-tiny family=bert"),
            line ->
                assertThat(line)
                    .contains(" INFO    request id=rerank-", "status=200", "documents=1"));
  }

  @Test
  void everyRequestIsALineOfJsonWithoutAWordOfItsTexts() throws Exception {
    Process process = podium("serve", "--port", "0", "--log-format", "json");
    String url = process.inputReader().readLine().replaceFirst(".* listens on ", "");
    try (var client = new CheckedClient(DriftCheck.ofAllRoutes())) {
      for (String body :
          List.of(
              "{\"query\":\"confidential\",\"documents\":[\"confidential\"]}",
              "{\"query\":\"confidential\",\"documents\":\"confidential\"}")) {
        var request =
            HttpRequest.newBuilder(URI.create(url + "/v1/rerank"))
                .header("X-Request-Id", "mine")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .POST(BodyPublishers.ofString(body))
                .build();
        client.send(request);
      }
      client.send(HttpRequest.newBuilder(URI.create(url + "/health")).build());
    }

    process.toHandle().destroy();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

    String log = text(process.getErrorStream());
    assertThat(log).doesNotContain("confidential");
    assertThat(log.lines().filter(line -> line.contains("\"event\":\"request\"")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("{\"time\":\"20")
                    .contains(
                        "\"level\":\"info\"",
                        "\"request_id\":\"mine\"",
                        "\"trace_id\":\"0af7651916cd43dd8448eb211c80319c\"",
                        "\"path\":\"/v1/rerank\"",
                        "\"status\":200",
                        "\"model\":\"podium-tiny\"",
                        "\"documents\":1",
                        "\"compute_ms\":"),
            line -> assertThat(line).contains("\"status\":400", "\"code\":\"invalid_request\""));
  }

  @Test
  void getsAModelFromTheHubAndMakesItTheDefault() throws Exception {
    try (HubStandIn hub = HubStandIn.start().has("org/tiny", StandInModel.golden("bert"))) {
      environment.put("HF_ENDPOINT", hub.uri());
      Process process = podium("serve", "--port", "0", "--model", "org/tiny@main");
      BufferedReader out = process.inputReader();

      assertThat(out.readLine()).contains(" listens on ");
      assertThat(out.readLine()).isEqualTo("  models     org/tiny (default), podium-tiny");
      assertThat(
              process
                  .errorReader()
                  .lines()
                  .anyMatch(line -> line.contains(" loaded model=org/tiny family=bert")))
          .isTrue();

      int requests = hub.seen("hub", "").size();
      Process again = podium("serve", "--port", "0", "--model", "org/tiny@main");
      assertThat(again.inputReader().readLine()).contains(" listens on ");
      assertThat(hub.seen("hub", "")).hasSize(requests);
    }
  }

  @Test
  void badFlagsEndItBeforeItListens() throws Exception {
    Process process = podium("serve", "--port", "99999");

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(text(process.getErrorStream()))
        .isEqualTo("podium: port must be in 0..65535, but is 99999%n".formatted());
    assertThat(text(process.getInputStream())).isEmpty();
  }

  private static String text(InputStream in) throws Exception {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
