package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

class RankingTest extends PageTest {

  /// The embedded model reads 256 tokens.
  private static final String LONG =
      "The weather was mild and nothing much happened in the village. ".repeat(25);

  @Test
  void isDoneByKeyboardAlone() {
    browser.keys(Keys.TAB);
    assertThat(browser.focused().getText()).isEqualTo("Skip to the content");
    tabTo("#query");
    browser.keys(QUERY);
    tabTo("#pasted");
    browser.keys(String.join("\n", DOCUMENTS));
    tabTo("#rank-form .primary");
    browser.keys(Keys.ENTER);

    browser.waitForText("#summary", "4 documents ranked by podium-tiny in ");
    assertThat(results().getFirst()).isEqualTo("Paris is the capital and largest city of France.");
  }

  private void tabTo(String selector) {
    WebElement wanted = browser.find(selector);
    for (int i = 0; i < 30 && !browser.focused().equals(wanted); i++) {
      browser.keys(Keys.TAB);
    }
    assertThat(browser.focused()).as(selector).isEqualTo(wanted);
  }

  @Test
  void theSkipLinkLeadsToTheContent() {
    browser.keys(Keys.TAB, Keys.ENTER, Keys.TAB);

    assertThat(browser.focused().getText()).isEqualTo("Capitals");
  }

  @Test
  void controlAndEnterInAnyFieldRank() {
    fill(QUERY, DOCUMENTS);
    browser.find("#query").click();
    browser.keysWithControl(Keys.ENTER);

    browser.waitForText("#summary", "4 documents ranked");
  }

  @Test
  void whatIsSeenIsWhatTheServerSays() {
    rank(QUERY, DOCUMENTS);

    List<String> direct =
        browser.promise(
            """
            const response = await fetch("v1/rerank", { method: "POST", headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ query: arguments[0], documents: arguments[1] }) });
            return (await response.json()).results.map((result) => result.relevance_score.toFixed(4));
            """,
            QUERY,
            DOCUMENTS);
    assertThat(browser.texts(".result .number")).isEqualTo(direct);
    assertThat(browser.texts(".result .rank")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void barsAreAsLongAsScores() {
    rank(QUERY, DOCUMENTS);

    List<Boolean> right =
        browser.script(
            """
            return [...document.querySelectorAll(".result")].map((result) => {
              const width = (part) => result.querySelector(part).getBoundingClientRect().width;
              const score = Number(result.querySelector(".number").textContent);
              return Math.abs(width(".fill") / width(".bar") - score) < 0.01;
            });
            """);
    assertThat(right).hasSize(4).containsOnly(true);
  }

  @Test
  void movementIsSeenAndHeard() {
    rank(QUERY, DOCUMENTS);

    WebElement first = browser.find(".result .move");
    assertThat(first.findElement(By.cssSelector("[aria-hidden]")).getText()).isEqualTo("▲2");
    assertThat(
            browser.<String>script("return document.querySelector('.result .place').textContent"))
        .isEqualTo("Place 1▲2, up 2 from place 3 in your order");
  }

  @Test
  void theResultIsAnnounced() {
    assertThat(browser.find("#summary").getAttribute("role")).isEqualTo("status");
    assertThat(browser.find("#problem").getAttribute("role")).isEqualTo("alert");
  }

  @Test
  void timesAndTokensAreShown() {
    rank(QUERY, DOCUMENTS);

    assertThat(browser.texts("#outcome > div > .facts dt"))
        .containsExactly("Waiting", "Tokenizing", "Computing", "Round trip", "Tokens");
    assertThat(browser.texts("#outcome > div > .facts dd"))
        .allMatch(value -> value.matches("[\\d.]+ m?s|\\d+"));
  }

  @Test
  void optionsReachTheServer() {
    fill(QUERY, DOCUMENTS);
    browser.find("#options summary").click();
    write("#top", "2");
    browser.find("#raw").click();
    browser.button("Rank").click();

    browser.waitFor(_ -> browser.findAll(".result").size() == 2);
    assertThat(Double.parseDouble(browser.find(".result .number").getText())).isGreaterThan(2);
  }

  @Test
  void whichDocumentsWereCutIsShown() {
    rank(QUERY, List.of("Paris is the capital of France.", LONG));

    assertThat(browser.texts(".result .note"))
        .singleElement()
        .asString()
        .matches("cut: [\\d,]+ of %,d characters were read".formatted(LONG.length()));
    assertThat(browser.find(".warning").getText())
        .startsWith("1 of 2 documents were longer than the limit and were cut");
  }

  @Test
  void longDocumentsShowTheirBestWindow() {
    String document = LONG + "Paris is the capital of France. " + LONG;
    rank(QUERY, List.of(document, "Berlin is a city."));
    browser.button("Read long documents in windows").click();

    browser.waitFor(_ -> !browser.findAll(".result .note.window").isEmpty());
    assertThat(browser.find(".result .note").getText())
        .matches("best window: characters [\\d,]+ to [\\d,]+ of %,d".formatted(document.length()));
    browser.button("Show all").click();
    assertThat(browser.find("mark").getText()).contains("Paris is the capital of France.");
    assertThat(browser.find(".result .text").getText()).startsWith("The weather was mild");
    browser.screenshot("long-documents");
  }

  @Test
  void aLongListIsShownInParts() {
    rank("number 7", IntStream.range(0, 120).mapToObj("number %d"::formatted).toList());

    assertThat(browser.findAll(".result")).hasSize(50);
    browser.button("Show 50 more of 70").click();
    browser.button("Show 20 more of 20").click();
    assertThat(browser.findAll(".result")).hasSize(120);
  }

  @Test
  void everyExampleRanks() {
    for (WebElement example : browser.findAll("#examples button")) {
      browser.script("document.querySelector('#summary').textContent = ''");
      example.click();
      browser.waitForText("#summary", "documents ranked by podium-tiny");
    }
    assertThat(browser.find(".result .about").getText()).contains("name\nCongo");
  }

  @Test
  void screenshotsAreKept() {
    browser.button("Help desk").click();
    browser.waitForText("#summary", "ranked");
    browser.screenshot("ranking-light");
    browser.systemTheme("dark");
    browser.screenshot("ranking-dark");
  }
}
