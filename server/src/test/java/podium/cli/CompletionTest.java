package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {

  private static final Path BASH = Path.of("/bin/bash");

  /// Does what bash does when somebody presses the tab key behind the arguments.
  private static final String PRESS_TAB =
      """
      source "$0"
      compopt() { :; } # which bash allows during a completion only
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      "$(complete -p podium | sed 's/.*-F \\([^ ]*\\).*/\\1/')" podium "${COMP_WORDS[COMP_CWORD]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path folder;

  private static String script(String shell) {
    var out = new StringWriter();
    int exitCode =
        Podium.commandLine(Map.of()).setOut(new PrintWriter(out)).execute("completion", shell);
    assertThat(exitCode).isZero();
    return out.toString();
  }

  private List<String> complete(String line) throws Exception {
    assumeThat(BASH).as("bash is not installed").isExecutable();
    Path script = Files.writeString(folder.resolve("podium.bash"), script("bash"));
    var command = new ArrayList<>(List.of(BASH.toString(), "-c", PRESS_TAB, script.toString()));
    command.addAll(Arrays.asList(line.split(" ", -1)));
    Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "podium re, rerank",
    "podium rerank --top, --top-n",
    "podium rerank --output js, json jsonl",
    "podium serve --precision '', auto f32 bf16",
    "podium bench --shape qwen3-r, qwen3-reranker-0.6b",
    "podium completion z, zsh",
    "podium rerank --query words doc, ''",
  })
  void bashCompletes(String line, String candidates) throws Exception {
    assertThat(complete(line.replace("''", "")))
        .containsExactlyInAnyOrder(candidates.split(" ", -1));
  }

  @Test
  void bashCompletesEveryCommand() throws Exception {
    assertThat(complete("podium "))
        .containsAll(Podium.commandLine(Map.of()).getSubcommands().keySet());
  }

  @Test
  void zshReadsTheSameScript() {
    assertThat(script("zsh")).isEqualTo(script("BASH")).contains("bashcompinit");
  }
}
