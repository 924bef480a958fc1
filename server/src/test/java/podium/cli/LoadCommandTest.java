package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;

/// `podium loadtest` against the whole server with the model of the jar.
class LoadCommandTest {

  private final StringWriter out = new StringWriter();

  @TempDir private Path folder;
  private Catalog catalog;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    catalog =
        new Catalog(
            new ModelScan(List.of(folder)),
            Optional.empty(),
            RerankerOptions.DEFAULT,
            Reranker::open);
    var config = TestServer.config(Limits.DEFAULT);
    server = TestServer.start(config, Api.service(config, catalog));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    catalog.close();
  }

  private int loadtest(String... args) {
    var all = new ArrayList<>(List.of("loadtest", "--warmup", "0", "--duration", "500ms"));
    all.addAll(List.of("--url", server.uri("/v1/rerank").toString()));
    all.addAll(List.of(args));
    return Podium.commandLine(Map.of())
        .setOut(new PrintWriter(out, true))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void tellsPeopleWhatItFound() {
    assertThat(loadtest("--documents", "2", "--words", "8")).isZero();

    assertThat(out.toString())
        .matches(
            """
            (?x)http://127.0.0.1:\\d+/v1/rerank,\\ 8\\ clients,\\ [\\d.]+\\ s\\n
            requests\\ +(\\d+),\\ of\\ which\\ \\1\\ good:\\ [\\d.]+/s\\n
            documents\\ +\\d+:\\ [\\d.]+/s\\n
            latency\\ in\\ ms\\ +p50\\ [\\d.]+\\ +p90\\ [\\d.]+\\ +p99\\ [\\d.]+\\ +p99.9\\ [\\d.]+\\ +max\\ [\\d.]+\\n
            answers\\ +200:\\ \\1\\n
            no\\ answer\\ +-\\n\
            """);
  }

  @Test
  void tellsProgramsWhatItFound() throws Exception {
    assertThat(loadtest("--rate", "20", "--model", "podium-tiny", "--json")).isZero();

    JsonNode report = TestServer.json(out.toString());
    assertThat(report.path("arrivals").textValue()).isEqualTo("20.0 requests/s");
    assertThat(report.path("requests").longValue())
        .isEqualTo(report.at("/statuses/200").longValue())
        .isPositive();
    assertThat(report.at("/latency_ms/p99.9").doubleValue())
        .isGreaterThanOrEqualTo(report.at("/latency_ms/p50").doubleValue());
    assertThat(report.path("failures")).isEmpty();
  }

  @Test
  void failsIfNoAnswerIsGood() {
    assertThat(loadtest("--model", "unknown")).isEqualTo(1);

    assertThat(out.toString()).contains("good: 0.0/s").contains("404: ");
  }
}
