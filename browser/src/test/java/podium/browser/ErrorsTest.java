package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsTest extends PageTest {

  @Test
  void whatIsMissingIsSaidAndFound() {
    fill(" ", DOCUMENTS);
    browser.button("Rank").click();

    browser.waitForText("#problem", "Write a query first.");
    assertThat(browser.focused().getAttribute("id")).isEqualTo("query");
    assertThat(browser.focused().getAttribute("aria-invalid")).isEqualTo("true");

    fill(QUERY, List.of(" "));
    browser.button("Rank").click();
    browser.waitForText("#problem", "Paste, drop or add some documents first.");
    assertThat(browser.focused().getAttribute("id")).isEqualTo("pasted");
  }

  @Test
  void aRefusalOfTheServerIsShownInItsOwnWords() {
    fill(QUERY, DOCUMENTS);
    browser.find("#options summary").click();
    write("#windows", "5000");
    browser.button("Rank").click();

    browser.waitForText("#problem", "The server refused the request");
    assertThat(browser.find("#problem").getText())
        .contains(
            "max_chunks_per_doc is 5000 for 4 documents, but both multiplied must be at most 10000")
        .contains("Status 400, invalid_request, request rerank-");
    assertThat(browser.find("#problem").getAttribute("role")).isEqualTo("alert");
    browser.screenshot("error");
  }

  @Test
  void anErrorGoesWhenTheNextRequestSucceeds() {
    fill("", DOCUMENTS);
    browser.button("Rank").click();
    browser.waitForText("#problem", "Write a query first.");

    rank(QUERY, DOCUMENTS);

    assertThat(browser.find("#problem").isDisplayed()).isFalse();
    assertThat(browser.find("#query").getAttribute("aria-invalid")).isNull();
  }

  @Test
  void aNumberThatIsNoneIsNamed() {
    fill(QUERY, DOCUMENTS);
    browser.find("#options summary").click();
    write("#top", "-1");
    browser.button("Rank").click();

    browser.waitForText("#problem", "Results: ");
    assertThat(browser.focused().getAttribute("id")).isEqualTo("top");
  }

  @Test
  void aServerThatIsGoneIsSaidToBeGone() throws IOException {
    fill(QUERY, DOCUMENTS);
    server.away(() -> {
      browser.button("Rank").click();

      browser.waitForText("#problem", "The server cannot be reached.");
    });
    assertThat(browser.console()).hasSize(1);
  }
}
