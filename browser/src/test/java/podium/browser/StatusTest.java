package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

class StatusTest extends PageTest {

  private void openStatus() {
    browser.find("#views a[href='#status']").click();
    browser.waitFor(_ -> !browser.findAll(".model").isEmpty());
  }

  @Test
  void showsWhatTheServerIsAndAllows() {
    openStatus();

    browser.waitForText("#readiness", "Ready");
    assertThat(browser.find("#server").getText()).contains("onednn").contains("podium-tiny");
    assertThat(browser.texts("#limits dt"))
        .contains("Documents per request", "Size of a request", "Tokens that may wait")
        .noneMatch(name -> name.contains("_"));
    assertThat(browser.texts("#limits dd")).contains("10,000", "64 MiB", "60 s", "4,000,000");
  }

  @Test
  void showsTheModels() {
    rank(QUERY, DOCUMENTS);
    openStatus();

    assertThat(browser.texts(".model h3 bdi")).containsExactlyInAnyOrder("podium-tiny", "random");
    String tiny =
        browser.findAll(".model").stream()
            .map(WebElement::getText)
            .filter(text -> text.startsWith("podium-tiny"))
            .findFirst()
            .orElseThrow();
    assertThat(tiny)
        .contains("loaded", "default", "bert", "f32", "256 tokens", "8.64 MiB")
        .contains("a demonstration model");
  }

  @Test
  void modelsCanBeLoadedPinnedAndUnloaded() {
    openStatus();

    press("Load random");
    browser.waitFor(_ -> state("random").contains("loaded") && !state("random").contains("not "));
    press("Pin random");
    browser.waitFor(_ -> state("random").contains("pinned"));
    press("Unpin random");
    browser.waitFor(_ -> !state("random").contains("pinned"));
    press("Unload random");
    browser.waitFor(_ -> state("random").contains("not loaded"));
    assertThat(browser.find("#models-said").getText()).isEqualTo("random: unload done.");
  }

  /// The list is drawn anew every other second, so that a button may go while it is looked for.
  private void press(String button) {
    browser.waitFor(_ ->
        browser.<Boolean>script(
            """
            const button = document.querySelector(`[aria-label="${arguments[0]}"]`);
            button?.click();
            return button !== null;
            """,
            button));
  }

  private String state(String model) {
    return browser.script(
        """
        const card = [...document.querySelectorAll(".model")].find((card) => card.querySelector("bdi").textContent === arguments[0]);
        return card.querySelector("h3").textContent;
        """,
        model);
  }

  @Test
  void chartsMoveWithWhatHappens() {
    openStatus();
    browser.waitFor(_ -> !browser.findAll(".chart .line").isEmpty());

    browser.promise(
        """
        await fetch("v1/rerank", { method: "POST", headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ query: "q", documents: Array(64).fill("a word") }) });
        """);

    browser.waitFor(_ -> !browser.find(".chart:first-child .most").getText().matches("(most: 0)?"));
    assertThat(browser.find(".chart:first-child svg").getAttribute("aria-label"))
        .matches("Documents per second: now [\\d.,]+, most: [\\d.,]+");
    assertThat(browser.texts(".chart figcaption"))
        .contains("Requests waiting", "Tokens waiting", "Time per request");
    browser.screenshot("status");
  }

  @Test
  void nobodyIsAskedWhileNobodyLooks() {
    openStatus();
    browser.find("#views a[href='#rank']").click();

    List<Number> asked =
        browser.promise(
            """
            const { watch } = await import("./web/status.js");
            const real = window.fetch;
            let asked = 0;
            window.fetch = (...request) => { asked++; return real(...request); };
            const set = window.setTimeout;
            let timers = 0;
            window.setTimeout = (...timer) => { timers++; return set(...timer); };
            document.dispatchEvent(new Event("visibilitychange"));
            await new Promise((done) => set(done, 0));
            const closed = [asked, timers];
            watch(true);
            await new Promise((done) => set(done, 0));
            return [...closed, asked > 0 ? 1 : 0];
            """);
    assertThat(asked.stream().map(Number::intValue)).containsExactly(0, 0, 1);
  }

  @Test
  void aHiddenTabAsksNothing() {
    openStatus();
    browser.waitFor(_ -> !browser.findAll(".chart .line").isEmpty());

    List<Number> asked =
        browser.promise(
            """
            const metrics = () => performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/metrics")).length;
            Object.defineProperty(document, "hidden", { value: true, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
            const set = window.setTimeout;
            let timers = 0;
            window.setTimeout = (...timer) => { timers++; return set(...timer); };
            document.dispatchEvent(new Event("visibilitychange"));
            await new Promise((done) => requestAnimationFrame(done));
            const whileHidden = timers;
            const before = metrics();
            Object.defineProperty(document, "hidden", { value: false, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
            while (metrics() === before) {
              await new Promise((done) => requestAnimationFrame(done));
            }
            return [whileHidden];
            """);
    assertThat(asked.stream().map(Number::intValue)).containsExactly(0);
  }

  @Test
  void theFormatOfPrometheusIsRead() {
    List<Map<String, Object>> samples =
        browser.promise(
            """
            const { parseMetrics } = await import("./web/prometheus.js");
            return parseMetrics(arguments[0]).map(({ name, labels, value }) => ({ name, labels, value: String(value) }));
            """,
            """
            # HELP a_total Some
            # TYPE a_total counter
            a_total{model="x \\"y\\" {z}",route="/a\\\\b"} 12.0
            plain 1.5E-3
            b_bucket{le="+Inf"} 3 1700000000
            broken line here
            """);

    assertThat(samples)
        .containsExactly(
            Map.of(
                "name", "a_total",
                "labels", Map.of("model", "x \"y\" {z}", "route", "/a\\b"),
                "value", "12"),
            Map.of("name", "plain", "labels", Map.of(), "value", "0.0015"),
            Map.of("name", "b_bucket", "labels", Map.of("le", "+Inf"), "value", "3"));
  }
}
