package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import podium.Reranker;
import podium.RerankerOptions;
import podium.api.Api;
import podium.catalog.Catalog;
import podium.catalog.ModelScan;
import podium.config.Limits;
import podium.http.TestServer;
import podium.hub.HubStandIn;
import podium.hub.StandInModel;

/// `docs/cli.md` lists the options that there are, and shows what its commands print.
class CommandLinePageTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("```sh\\n(.*?)```\\n(?:```(json|text)\\n(.*?)```\\n)?", Pattern.DOTALL);
  private static final Pattern VARYING = Pattern.compile("…|\\d[\\d.,]*|\\s+");
  private static final String ADDRESS = "127.0.0.1:8000";

  @TempDir private static Path folder;

  private static HubStandIn hub;
  private static Catalog catalog;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    hub =
        HubStandIn.start().has("cross-encoder/ms-marco-MiniLM-L6-v2", StandInModel.golden("bert"));
    catalog =
        new Catalog(
            new ModelScan(List.of()), Optional.empty(), RerankerOptions.DEFAULT, Reranker.opener());
    var config = TestServer.config(Limits.DEFAULT);
    server = TestServer.start(config, Api.service(config, catalog));
    Path launcher = Files.createDirectory(folder.resolve("bin")).resolve("podium");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec '%s/bin/java' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
          -XX:TieredStopAtLevel=1 -Duser.home="$HOME" -cp '%s' podium.cli.Podium "$@"
        """
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    catalog.close();
    hub.close();
  }

  private static String page() throws Exception {
    return Files.readString(Path.of("../docs/cli.md"));
  }

  /// The text from one heading to the next of its kind.
  private static String section(String heading) throws Exception {
    String page = page();
    int start = page.indexOf("\n## " + heading + "\n");
    assertThat(start).as(heading).isNotNegative();
    int end = page.indexOf("\n## ", start + 1);
    return end < 0 ? page.substring(start) : page.substring(start, end);
  }

  private static Map<String, CommandLine> commands() {
    return Podium.commandLine(Map.of()).getSubcommands();
  }

  @TestFactory
  Stream<DynamicTest> everyOptionIsListedAsInItsHelp() {
    return commands().entrySet().stream()
        .map(command ->
            dynamicTest(
                command.getKey(),
                () ->
                    assertThat(OptionRows.of(command.getValue()))
                        .allSatisfy(row ->
                            assertThat(
                                    section("podium " + command.getKey())
                                        + section("Options of several commands"))
                                .contains("\n" + row + "\n"))));
  }

  @Test
  void nothingElseIsListed() throws Exception {
    Set<String> rows = new HashSet<>();
    commands().values().forEach(command -> rows.addAll(OptionRows.of(command)));

    assertThat(page().lines().filter(line -> line.startsWith("- `")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(rows).contains(line));
  }

  @Test
  void everyCommandHasAnExampleAndItsExitCodes() {
    assertThat(commands().keySet())
        .allSatisfy(command ->
            assertThat(section("podium " + command))
                .contains("```sh\n", "podium " + command, "\nExit codes: "));
  }

  /// In the order of the page, because some use files that others wrote.
  @TestFactory
  Stream<DynamicTest> commandsPrintWhatIsShown() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "bash is not installed");
    return EXAMPLE
        .matcher(page())
        .results()
        .filter(example -> !example.group(1).startsWith("podium serve"))
        .map(example -> dynamicTest(example.group(1).strip(), () -> check(example)));
  }

  private static void check(MatchResult example) throws Exception {
    String output = run(example.group(1).replace(ADDRESS, server.uri("").getAuthority()));
    if ("json".equals(example.group(2))) {
      assertSameShape(TestServer.json(output), TestServer.json(example.group(3)), output);
    } else if ("text".equals(example.group(2))) {
      assertThat(output.strip()).matches(pattern(example.group(3).strip()));
    }
  }

  private static String run(String script) throws Exception {
    Path errors = folder.resolve("errors");
    var builder =
        new ProcessBuilder("/bin/bash", "-euc", script)
            .directory(folder.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("HF_ENDPOINT", hub.uri());
    builder.environment().put("PODIUM_PORT", "0");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return output;
  }

  /// Numbers may be others, blanks may be more, and `…` stands for anything.
  private static Pattern pattern(String text) {
    var pattern = new StringBuilder();
    Matcher varying = VARYING.matcher(text);
    int end = 0;
    while (varying.find()) {
      pattern.append(Pattern.quote(text.substring(end, varying.start())));
      pattern.append(
          switch (varying.group().charAt(0)) {
            case '…' -> ".*?";
            case ' ', '\t', '\n' -> "\\s+";
            default -> "\\d[\\d.,]*";
          });
      end = varying.end();
    }
    return Pattern.compile(
        pattern.append(Pattern.quote(text.substring(end))).toString(), Pattern.DOTALL);
  }

  private static void assertSameShape(JsonNode actual, JsonNode expected, String all) {
    assertThat(actual.getNodeType()).as(all).isEqualTo(expected.getNodeType());
    List<String> names = new ArrayList<>();
    expected.fieldNames().forEachRemaining(names::add);
    assertThat(actual.fieldNames()).toIterable().as(all).containsExactlyElementsOf(names);
    names.forEach(name -> assertSameShape(actual.path(name), expected.path(name), all));
  }
}
