package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import podium.engine.onednn.OneDnnEngine;

/// Runs the commands of `docs/evaluation.md`, in their order, on the small data set.
class EvaluationGuideTest {

  private static final Path EVERYDAY = Path.of("src/test/resources/eval/everyday");
  private static final Path GOLDEN = Path.of("../core/src/test/resources/golden/models");
  private static final Pattern BLOCK =
      Pattern.compile("(?s)```sh\\n(.*?)```\\n(```text\\n(.*?)```)?");

  @TempDir private static Path folder;

  private record Example(String command, String output) {}

  /// Tiny models under the names of real ones.
  @BeforeAll
  static void addModels() throws Exception {
    addModel("BAAI/bge-reranker-v2-m3", "xlm_roberta");
    addModel("cross-encoder/ms-marco-MiniLM-L6-v2", "bert");
  }

  private static void addModel(String name, String golden) throws Exception {
    Path model = Files.createDirectories(folder.resolve("models").resolve(name));
    for (String file : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(GOLDEN.resolve(golden).resolve(file), model.resolve(file));
    }
  }

  private static List<Example> examples() throws Exception {
    var examples = new ArrayList<Example>();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs/evaluation.md")));
    while (block.find()) {
      for (String command : block.group(1).replace("\\\n", " ").split("\n", -1)) {
        if (command.startsWith("./podium ")) {
          examples.add(new Example(command, block.group(3) == null ? "" : block.group(3)));
        }
      }
    }
    return examples;
  }

  @Test
  void thereAreCommandsAndOneHasItsOutput() throws Exception {
    assertThat(examples()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(examples()).anyMatch(example -> !example.output().isEmpty());
  }

  @TestFactory
  Stream<DynamicTest> commandsDoWhatTheyAreSaidToDo() throws Exception {
    return examples().stream().map(example -> dynamicTest(example.command(), () -> check(example)));
  }

  private static void check(Example example) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Podium.commandLine(environment(example))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments(example.command()));

    assertThat(exitCode).as(err.toString()).isZero();
    assertThat(out.toString()).contains("nDCG@10", "bm25");
    if (!example.output().isEmpty()) {
      assertThat(withoutTimes(out.toString())).isEqualTo(withoutTimes(example.output()));
    }
    if (example.command().contains("quality.svg")) {
      assertThat(folder.resolve("quality.svg"))
          .content()
          .contains("BAAI/bge-reranker-v2-m3 f32", "cross-encoder/ms-marco-MiniLM-L6-v2 f32");
    }
  }

  /// The embedded model is the default where there is no other.
  private static Map<String, String> environment(Example example) {
    return example.command().contains("--model")
        ? Map.of("PODIUM_MODELS", folder.resolve("models").toString())
        : Map.of("PODIUM_MODELS", folder.toString());
  }

  private static String[] arguments(String command) {
    return Stream.of(command.split(" +", -1))
        .skip(1)
        .map(word ->
            switch (word) {
              case "scifact", "server/src/test/resources/eval/everyday" -> EVERYDAY.toString();
              case "quality.svg", "bm25.run" -> folder.resolve(word).toString();
              case "bf16" -> OneDnnEngine.computesBf16() ? word : "f32";
              default -> word;
            })
        .toArray(String[]::new);
  }

  /// Measures have four decimals, times one.
  private static String withoutTimes(String output) {
    return output.replaceAll(" +\\d+\\.\\d(?!\\d)", " #").replaceAll(" +", " ");
  }
}
