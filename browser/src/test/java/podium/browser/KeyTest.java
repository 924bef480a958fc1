package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import podium.config.ApiKeys;

/// A server that wants a key.
class KeyTest extends PageTest {

  private static final String KEY = "a-long-secret-key";

  @Override
  ApiKeys keys() {
    return ApiKeys.of(List.of(KEY));
  }

  private void give(String key) {
    browser.waitFor(_ -> browser.find("#key-dialog").isDisplayed());
    browser.keys(key, Keys.ENTER);
  }

  @Test
  void isAskedForOnceAndThenUsed() {
    browser.waitForText("#key-complaint", "This server wants an API key.");
    assertThat(browser.focused().getAttribute("id")).isEqualTo("key-field");
    assertThat(browser.focused().getAttribute("type")).isEqualTo("password");
    browser.screenshot("key");
    give(KEY);
    browser.waitFor(_ -> !browser.findAll("#model option").isEmpty());

    rank(QUERY, DOCUMENTS);

    assertThat(results().getFirst()).startsWith("Paris is the capital");
    assertThat(browser.find("#key-dialog").isDisplayed()).isFalse();
  }

  @Test
  void aWrongOneIsAskedForAgain() {
    give("wrong");

    browser.waitForText("#key-complaint", "the API key is not known");
    give(KEY);
    browser.waitFor(_ -> !browser.findAll("#model option").isEmpty());
  }

  @Test
  void isKeptInTheTabOnly() {
    give(KEY);
    browser.waitFor(_ -> !browser.findAll("#model option").isEmpty());

    assertThat(browser.<String>script("return JSON.stringify(localStorage) + document.cookie"))
        .isEqualTo("{}");
    assertThat(browser.<String>script("return location.href + document.body.outerHTML"))
        .doesNotContain(KEY);
    browser.open(server.address());
    browser.waitFor(_ -> !browser.findAll("#model option").isEmpty());

    browser.newTab();
    browser.open(server.address());
    browser.waitFor(_ -> browser.find("#key-dialog").isDisplayed());
  }

  @Test
  void canBeForgotten() {
    give(KEY);
    browser.waitFor(_ -> !browser.findAll("#model option").isEmpty());

    browser.button("Forget key").click();

    browser.waitFor(_ ->
        !browser.findAll("#key-dialog[open]").isEmpty()
            && browser.findAll("#model option").isEmpty());
    assertThat(browser.<Long>script("return sessionStorage.length")).isZero();
  }

  @Test
  void whoGivesNoneIsTold() {
    browser.waitFor(_ -> browser.find("#key-dialog").isDisplayed());

    browser.keys(Keys.ESCAPE);

    browser.waitForText("#problem", "an API key is needed");
  }

  @Test
  void isNotInTheSnippets() {
    give(KEY);
    browser.waitFor(_ -> !browser.findAll("#model option").isEmpty());
    rank(QUERY, DOCUMENTS);

    for (String language : List.of("curl", "Python", "JavaScript", "Java")) {
      browser.button(language).click();
      assertThat(browser.find("#snippet").getText()).doesNotContain(KEY).contains("PODIUM_API_KEY");
    }
  }

  @Test
  void theChartsNeedNone() {
    browser.waitFor(_ -> browser.find("#key-dialog").isDisplayed());
    browser.keys(Keys.ESCAPE);
    browser.waitForText("#problem", "an API key is needed");

    browser.open(server.address() + "#status");
    browser.waitFor(_ -> browser.find("#key-dialog").isDisplayed());
    browser.keys(Keys.ESCAPE);

    browser.waitForText(".chart:last-child .now", "iB");
  }
}
