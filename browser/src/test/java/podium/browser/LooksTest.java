package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LooksTest extends PageTest {

  private static final String LIGHT = "rgb(250, 249, 246)";
  private static final String DARK = "rgb(21, 22, 20)";

  private String background() {
    return browser.script("return getComputedStyle(document.documentElement).backgroundColor");
  }

  private void pick(String theme) {
    browser.script("arguments[0].click()", browser.find("#theme input[value=%s]".formatted(theme)));
  }

  @Test
  void followTheSystemUnlessToldOtherwise() {
    browser.systemTheme("dark");
    assertThat(background()).isEqualTo(DARK);
    browser.systemTheme("light");
    assertThat(background()).isEqualTo(LIGHT);

    pick("dark");
    assertThat(background()).isEqualTo(DARK);
    browser.open(server.address());
    assertThat(background()).isEqualTo(DARK);
    assertThat(browser.find("#theme input:checked").getAttribute("value")).isEqualTo("dark");

    browser.systemTheme("dark");
    pick("light");
    assertThat(background()).isEqualTo(LIGHT);
    pick("system");
    assertThat(background()).isEqualTo(DARK);
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 390, 768, 1024, 1920})
  void nothingIsWiderThanTheScreen(int width) {
    browser.size(width, 800);
    browser.button("Records").click();
    browser.waitForText("#summary", "ranked");
    browser.find("#options summary").click();
    assertFits(width);

    choose("#other", "random");
    browser.button("Rank").click();
    browser.waitForText("#summary", "and by random");
    assertFits(width);

    browser.find("#views a[href='#status']").click();
    browser.waitFor(_ -> !browser.findAll(".model").isEmpty());
    assertFits(width);
  }

  private void assertFits(int width) {
    assertThat(
            browser.<List<String>>script(
                """
                return [...document.querySelectorAll("main *, header *")]
                    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
                    .filter((element) => !element.closest("pre, .heard"))
                    .map((element) => element.outerHTML.slice(0, 100));
                """))
        .isEmpty();
    assertThat(browser.<Long>script("return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
  }

  @Test
  void whoWantsLessMotionGetsNone() {
    browser.command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));

    rank(QUERY, DOCUMENTS);

    assertThat(
            browser.<String>script(
                "return getComputedStyle(document.querySelector('.fill')).animationName"))
        .isEqualTo("none");
  }

  @Test
  void theNameOfTheViewIsTheTitle() {
    assertThat(browser.<String>script("return document.title")).isEqualTo("Rank · Podium");

    browser.find("#views a[href='#status']").click();

    browser.waitFor(driver -> "Status · Podium".equals(driver.getTitle()));
    assertThat(browser.find("#views [aria-current]").getText()).isEqualTo("Status");
  }

  @Test
  void everythingComesFromTheServer() {
    browser.button("Capitals").click();
    browser.waitForText("#summary", "ranked");

    List<String> sources =
        browser.script(
            "return performance.getEntriesByType('resource').map((resource) => resource.name)");
    assertThat(sources).hasSizeGreaterThan(20).allMatch(name -> name.startsWith(server.address()));
  }

  @Test
  void screenshotsOfAPhoneAreKept() {
    browser.size(360, 780);
    browser.button("Records").click();
    browser.waitForText("#summary", "ranked");
    browser.screenshot("phone-light");
    browser.systemTheme("dark");
    browser.screenshot("phone-dark");
  }
}
