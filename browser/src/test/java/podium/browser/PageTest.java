package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.support.ui.Select;
import podium.config.ApiKeys;

/// What all tests of the page do: a server for each class, a fresh tab for each test, and after it
/// a look at the console, where a script that failed or a violated policy would be.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class PageTest {

  static final String QUERY = "What is the capital of France?";
  static final List<String> DOCUMENTS =
      List.of(
          "Berlin is the capital of Germany.",
          "The Eiffel Tower is a famous landmark in Paris.",
          "Paris is the capital and largest city of France.",
          "France is a country in Western Europe.");

  Chromium browser;
  PageServer server;

  @BeforeAll
  void start(@TempDir Path profile, @TempDir Path models) throws IOException {
    server = PageServer.start(models, keys(), other());
    browser = Chromium.start(profile);
  }

  ApiKeys keys() {
    return ApiKeys.NONE;
  }

  /// The tiny model that the server has beside the embedded one.
  String other() {
    return "bert";
  }

  @AfterAll
  void stop() throws IOException {
    browser.close();
    server.close();
  }

  @BeforeEach
  void openThePage() {
    browser.newTab();
    browser.open(server.address());
    if (keys().isEmpty()) {
      browser.waitFor(_ -> !browser.findAll("#model option").isEmpty());
    }
  }

  /// Browsers say there, too, that an answer was an error, which some tests want it to be.
  @AfterEach
  void theConsoleIsQuiet() {
    assertThat(browser.console())
        .allMatch(line -> line.matches("SEVERE http://[^/]+/(v1/|info).* Failed to load .*"));
  }

  /// Fills the form and presses the button.
  void rank(String query, List<String> documents) {
    fill(query, documents);
    browser.button("Rank").click();
    browser.waitForText("#summary", "ranked");
  }

  void fill(String query, List<String> documents) {
    write("#query", query);
    write("#pasted", String.join("\n", documents));
  }

  /// Puts a text into a field as pasting does it.
  void write(String field, String text) {
    browser.script(
        """
        arguments[0].value = arguments[1];
        arguments[0].dispatchEvent(new InputEvent("input", { bubbles: true }));
        """,
        browser.find(field),
        text);
  }

  void choose(String field, String label) {
    new Select(browser.find(field)).selectByVisibleText(label);
  }

  /// The texts of the results, in their order.
  List<String> results() {
    return browser.texts(".result .text");
  }
}
