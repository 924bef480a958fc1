package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Text of documents, names of files and words of the server are text, whatever is in them.
class HostileTextTest extends PageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=x onerror=\"window.hacked = true\">",
        "</script><script>window.hacked = true</script>",
        "<svg onload=\"window.hacked = true\"></svg>",
        "</p></li></ol><h1>Hello</h1>",
        "<a href=\"javascript:window.hacked = true\">click me</a>",
        "&lt;b&gt; &amp; &quot;",
        "${window.hacked = true} {{constructor.constructor('window.hacked = true')()}}",
        "<!--",
        "'; window.hacked = true; //"
      })
  void markupIsText(String text) {
    rank("capital", List.of(text, "Paris is the capital of France."));

    assertThat(results()).contains(text);
    assertThat(browser.find("#snippet").getText()).contains(text.replace("\"", "\\\""));
    assertThat(
            browser.findAll("#outcome img, #outcome script, #outcome svg, #outcome a, #outcome h1"))
        .isEmpty();
    assertThat(browser.<Object>script("return window.hacked")).isNull();
  }

  @Test
  void inTheSideBySideViewToo() {
    choose("#other", "random");
    rank("capital", List.of("<img src=x onerror=\"window.hacked = true\">", "Paris"));

    assertThat(browser.texts(".card .text"))
        .contains("<img src=x onerror=\"window.hacked = true\">");
    assertThat(browser.findAll("#outcome img")).isEmpty();
  }

  @Test
  void membersOfRecordsAreText() {
    rank("capital", List.of("{\"text\": \"Paris\", \"<b>\": \"<img src=x onerror=alert(1)>\"}"));

    assertThat(browser.find(".about").getText()).isEqualTo("<b>\n<img src=x onerror=alert(1)>");
    assertThat(browser.findAll("#outcome img")).isEmpty();
  }

  @Test
  void imagesThatAreNoDataAreNotFetched() {
    rank("capital", List.of("{\"text\": \"Paris\"}"));

    List<Object> pictures =
        browser.promise(
            """
            const { picture } = await import("./web/result.js");
            return ["https://example.com/x.png", "javascript:alert(1)", "data:text/html,x", "data:image/png;base64,AA=="]
                .map((image) => picture(image, "x") !== null);
            """);
    assertThat(pictures).containsExactly(false, false, false, true);
  }

  @Test
  void textFromRightToLeftStaysInItsPlace() {
    rank(
        "capital",
        List.of("\u202Eevil\u202D txt.exe", "باريس هي عاصمة فرنسا.", "Paris is a city."));

    List<Boolean> inside =
        browser.script(
            """
            return [...document.querySelectorAll(".result")].map((result) => {
              const [text, score] = [".text", ".score"].map((part) => result.querySelector(part).getBoundingClientRect());
              return text.right <= score.left;
            });
            """);
    assertThat(inside).hasSize(3).containsOnly(true);
    assertThat(browser.texts(".result .number")).allMatch(score -> score.matches("0\\.\\d{4}"));
    assertThat(
            browser.<String>script(
                """
                const arabic = [...document.querySelectorAll(".result .text")].find((text) => text.textContent.startsWith("ب"));
                return getComputedStyle(arabic).direction;
                """))
        .isEqualTo("rtl");
  }

  @Test
  void charactersThatCannotBeSeenAreShown() {
    rank("capital", List.of("a\u0000b\u001B[31mc\u007Fd", "Paris"));

    assertThat(results()).contains("a␀b␛[31mc␡d");
  }

  @Test
  void aLineOfAMillionCharactersIsOneDocument() {
    paste("Paris is a capital. " + "x".repeat(1_000_000) + "\nBerlin");
    assertThat(browser.find("#files li").getText())
        .isEqualTo("Long text\n2 documents, one a line\nRemove");
    assertThat(browser.find("#pasted").getAttribute("value")).isEmpty();
    write("#query", "capital");
    browser.button("Rank").click();
    browser.waitForText("#summary", "2 documents ranked");

    assertThat(browser.findAll(".result")).hasSize(2);
    browser.button("Show all").click();
    String shown = browser.script("return document.querySelector('.text.open').textContent");
    assertThat(shown).hasSizeBetween(1000, 50_000).contains("more characters");
    assertThat(browser.find("#request-file").isDisplayed()).isTrue();
    assertNoHorizontalScroll();
  }

  @Test
  void unbrokenTextMakesNothingWider() {
    browser.size(360, 780);
    rank("x".repeat(500), List.of("y".repeat(500), "{\"text\":\"%s\"}".formatted("z".repeat(300))));

    assertNoHorizontalScroll();
  }

  private void paste(String text) {
    browser.script(
        """
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", arguments[0]);
        document.querySelector("#pasted").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        """,
        text);
  }

  private void assertNoHorizontalScroll() {
    assertThat(
            browser.<Boolean>script(
                "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .isTrue();
  }

  @Test
  void noStringCanBecomeMarkup() {
    String refusal =
        browser.script(
            """
            try {
              document.createElement("div").innerHTML = "<b>";
              return "taken";
            } catch (error) {
              return error.name;
            }
            """);

    assertThat(refusal).isEqualTo("TypeError");
    assertThat(browser.console()).isNotEmpty().allMatch(line -> line.contains("TrustedHTML"));
  }
}
