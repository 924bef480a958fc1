package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.http.TestServer;
import podium.nn.Families;

class DoctorCommandTest {

  private final StringWriter out = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();

  @TempDir private Path folder;

  private int doctor(String... more) {
    environment.put("PODIUM_MODELS", folder.toString());
    var args = new ArrayList<>(List.of("doctor", "--port", "0"));
    args.addAll(List.of(more));
    return Podium.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .execute(args.toArray(String[]::new));
  }

  @Test
  void saysThatAllIsWell() throws Exception {
    environment.put("HF_TOKEN", "hf_verysecret");
    environment.put("HF_ENDPOINT", "https://mirror.example");

    assertThat(doctor("--output", "json")).isZero();

    JsonNode report = TestServer.json(out.toString());
    assertThat(report.path("verdict").asText()).isEqualTo("ok");
    assertThat(report.path("findings"))
        .extracting(finding -> finding.path("subject").asText())
        .startsWith(
            "cores",
            "memory",
            "java",
            "native access",
            "engine",
            "models folder",
            "model",
            "port",
            "hub")
        .hasSize(9 + Families.IN_ORDER.size())
        .endsWith("self-test qwen3_vl");
    assertThat(report.path("findings"))
        .allSatisfy(finding -> assertThat(finding.path("verdict").asText()).isEqualTo("ok"));
    assertThat(report.at("/findings/8/finding").asText())
        .isEqualTo("https://mirror.example, with a token");
    assertThat(out.toString()).doesNotContain("verysecret");
  }

  @Test
  void warningsAreNoFailure() throws Exception {
    Files.createDirectories(folder.resolve("org/broken"));
    Files.writeString(folder.resolve("org/broken/config.json"), "{");

    assertThat(doctor("--output", "table", "--color", "always")).isZero();

    assertThat(out.toString())
        .contains("\u001b[33mwarning\u001b[0m  org/broken is not served: ")
        .contains(" -> mend it, or move it away and get it again: podium pull org/broken");
  }

  @Test
  void whatFailsIsCode1() {
    environment.put("HF_ENDPOINT", "no address");

    assertThat(doctor("--output", "tsv")).isEqualTo(1);

    assertThat(out.toString())
        .startsWith("subject\tverdict\tfinding\tadvice\n")
        .contains(
            "hub\tfailed\tHF_ENDPOINT must be a URL such as https://huggingface.co, but is 'no address'\tset or unset the variable\n");
  }
}
