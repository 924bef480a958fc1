package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What axe-core finds in every state of the page: nothing that is against WCAG 2.2 AA, and nothing
/// that it calls serious or critical.
class AccessibilityTest extends PageTest {

  private static final String AXE = read("/axe.min.js");

  private static String read(String resource) {
    try (InputStream source = AccessibilityTest.class.getResourceAsStream(resource)) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1360", "dark, 1360", "light, 360", "dark, 360"})
  void axeFindsNothing(String theme, int width) {
    browser.systemTheme(theme);
    browser.size(width, 900);
    check("empty");

    browser.button("Long documents").click();
    browser.waitForText("#summary", "ranked");
    browser.button("Show all").click();
    check("ranking");

    write("#windows", "1");
    choose("#other", "random");
    browser.button("Rank").click();
    browser.waitForText("#summary", "and by random");
    check("side by side");

    choose("#other", "no other");
    browser.button("Rank").click();
    browser.waitFor(_ -> !browser.findAll(".note.cut").isEmpty());
    browser.button("Show all").click();
    check("cut documents");

    write("#query", "");
    browser.button("Rank").click();
    browser.waitForText("#problem", "Write a query first.");
    check("error");

    browser.find("#views a[href='#status']").click();
    browser.waitFor(_ -> !browser.findAll(".chart path").isEmpty());
    check("status");

    browser.script("document.querySelector('#key-dialog').showModal()");
    check("key");
  }

  private void check(String state) {
    browser.waitFor(_ -> browser.<Boolean>script("return document.getAnimations().length === 0"));
    browser.script(AXE + "\nwindow.axe = axe;");
    List<String> found =
        browser.promise(
            """
            const { violations } = await axe.run(document);
            return violations
                .filter(({ impact, tags }) => ["serious", "critical"].includes(impact) || tags.some((tag) => /^wcag\\d+a/.test(tag)))
                .flatMap(({ id, impact, help, nodes }) =>
                    nodes.map((node) => `${impact} ${id}: ${help}: ${node.html} ${node.failureSummary}`));
            """);
    assertThat(found).as(state).isEmpty();
  }
}
