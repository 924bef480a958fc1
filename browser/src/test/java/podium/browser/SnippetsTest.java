package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is copied really runs and ranks as the page does.
class SnippetsTest extends PageTest {

  /// Everything that a shell, a compiler or a client might misread.
  private static final List<String> NASTY =
      List.of(
          "It's \"quoted\" and 'quoted', \\n is no line end, \\u0041 no A.",
          "`backticks` $(touch hacked) ${HOME} $1 %s {} \"\"\" ''' JSON EOF",
          "Ünï¢ødé 🙂 \u2028 \u0007 </script> -- comment",
          "Paris is the capital of France.");

  private static final Pattern INDEX = Pattern.compile("\"index\":(\\d+)");

  @TempDir private Path folder;

  @BeforeEach
  void mayReadTheClipboard() {
    browser.command(
        "Browser.grantPermissions",
        Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
  }

  @ParameterizedTest
  @CsvSource({"curl, snippet.sh, sh", "JavaScript, snippet.mjs, node", "Java, Snippet.java, java"})
  void theCopyRunsAndRanksAsThePageDoes(String language, String file, String program)
      throws Exception {
    rank(QUERY, NASTY);
    List<Integer> expected = order();

    assertThat(run(copied(language), file, program)).isEqualTo(expected);
    assertThat(folder.resolve("hacked")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"curl, snippet.sh, sh", "JavaScript, snippet.mjs, node", "Java, Snippet.java, java"})
  void longRequestsAreReadFromAFileBesideIt(String language, String file, String program)
      throws Exception {
    List<String> many = new ArrayList<>(NASTY);
    for (int i = 0; i < 700; i++) {
      many.add("number %d: the capital of a country that is not France".formatted(i));
    }
    write("#top", "7");
    rank(QUERY, many);
    List<Integer> expected = order();
    download();

    assertThat(expected).hasSize(7);
    assertThat(copied(language)).hasSizeLessThan(1000);
    assertThat(run(copied(language), file, program)).isEqualTo(expected);
  }

  @Test
  void pythonIsThatOfTheClientOfCohere() throws Exception {
    rank(QUERY, DOCUMENTS);

    assertThat(copied("Python"))
        .isEqualTo(
            """
            # pip install cohere
            import cohere

            client = cohere.ClientV2(api_key="any", base_url="%s")
            response = client.rerank(
                model="podium-tiny",
                query="What is the capital of France?",
                documents=[
                    "Berlin is the capital of Germany.",
                    "The Eiffel Tower is a famous landmark in Paris.",
                    "Paris is the capital and largest city of France.",
                    "France is a country in Western Europe.",
                ],
            )
            for result in response.results:
                print(result.index, result.relevance_score)
            """
                .formatted(server.address().replaceFirst("/$", "")));
  }

  @Test
  void copyingIsSaid() {
    rank(QUERY, DOCUMENTS);

    browser.button("Copy").click();

    browser.waitForText("#copied", "Copied.");
  }

  /// The places of the documents, as the page shows them.
  private List<Integer> order() {
    List<String> heard =
        browser.script(
            "return [...document.querySelectorAll('.result .move')].map((move) => move.title)");
    return heard.stream().map(title -> Integer.parseInt(title.split(" ", -1)[1]) - 1).toList();
  }

  private String copied(String language) {
    browser.button(language).click();
    browser.button("Copy").click();
    browser.waitForText("#copied", "Copied.");
    return browser.promise("return navigator.clipboard.readText()");
  }

  private void download() {
    browser.command(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", folder.toString()));
    browser.button("Download request.json").click();
    browser.waitFor(_ -> Files.exists(folder.resolve("request.json")));
  }

  /// What a program prints, as indexes of documents.
  private List<Integer> run(String snippet, String file, String program) throws Exception {
    Files.writeString(folder.resolve(file), snippet);
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(executable(program), file)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as(text).isZero();
    return text.startsWith("{")
        ? INDEX.matcher(text).results().map(found -> Integer.valueOf(found.group(1))).toList()
        : text.lines().map(line -> Integer.valueOf(line.split(" ", -1)[0])).toList();
  }

  private static String executable(String program) throws IOException {
    return program.equals("java")
        ? Path.of(System.getProperty("java.home"), "bin", "java").toRealPath().toString()
        : program;
  }
}
