package podium.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A Chromium of the machine, driven by its own chromedriver: neither is ever downloaded. What is
/// waited for is waited for by name, for at most half a minute.
final class Chromium implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--hide-scrollbars",
          "--window-size=1360,900");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  /// @param profile an empty folder
  static Chromium start(Path profile) {
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").toFile())
            .usingAnyFreePort()
            .build();
    var log = new LoggingPreferences();
    log.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(program("chromium").toFile());
    options.addArguments(FLAGS);
    options.addArguments("--user-data-dir=" + profile);
    options.setCapability("goog:loggingPrefs", log);
    return new Chromium(new ChromeDriver(service, options));
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "these tests drive a browser: install Chromium with its driver (%s is not on the path)"
                    .formatted(name)));
  }

  /// A tab that has nothing of earlier ones, instead of the one that is open.
  void newTab() {
    String old = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    String fresh = driver.getWindowHandle();
    driver.switchTo().window(old).close();
    driver.switchTo().window(fresh);
    size(1360, 900);
  }

  void open(String address) {
    driver.get(address);
  }

  void size(int width, int height) {
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /// What the system is set to: `light` or `dark`.
  void systemTheme(String theme) {
    command(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  Map<String, Object> command(String name, Map<String, Object> parameters) {
    return driver.executeCdpCommand(name, parameters);
  }

  /// The one element that `selector` finds.
  WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> findAll(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /// The button with that label, which can be seen.
  WebElement button(String label) {
    return driver
        .findElements(By.xpath("//button[normalize-space()='%s']".formatted(label)))
        .stream()
        .filter(WebElement::isDisplayed)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no button " + label));
  }

  List<String> texts(String selector) {
    return findAll(selector).stream().map(WebElement::getText).toList();
  }

  /// What a script returns; its arguments are `arguments`.
  @SuppressWarnings({
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // a null is for the test to notice
  <T> T script(String script, Object... arguments) {
    @SuppressWarnings("unchecked")
    T result = (T) driver.executeScript(script, arguments);
    return result;
  }

  /// What the promise of a script comes to.
  @SuppressWarnings({
    "TypeParameterUnusedInFormals",
    "NullAway"
  }) // a null is for the test to notice
  <T> T promise(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    Object result =
        driver.executeAsyncScript(
            """
            const done = arguments[arguments.length - 1];
            (async function () { %s }).apply(null, arguments)
                .then(done, (error) => done("failed: " + error));
            """
                .formatted(script),
            arguments);
    assertThat(String.valueOf(result)).doesNotStartWith("failed: ");
    @SuppressWarnings("unchecked")
    T known = (T) result;
    return known;
  }

  /// An element that the page replaces while it is looked at is looked for again.
  <T> T waitFor(Function<WebDriver, T> condition) {
    return new WebDriverWait(driver, PATIENCE)
        .ignoring(StaleElementReferenceException.class)
        .until(condition);
  }

  /// Waits until a text is there that contains `part`.
  void waitForText(String selector, String part) {
    waitFor(_ -> find(selector).getText().contains(part));
  }

  void keys(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void keysWithControl(Keys key) {
    new Actions(driver).keyDown(Keys.CONTROL).sendKeys(key).keyUp(Keys.CONTROL).perform();
  }

  void shiftTab() {
    new Actions(driver).keyDown(Keys.SHIFT).sendKeys(Keys.TAB).keyUp(Keys.SHIFT).perform();
  }

  WebElement focused() {
    return driver.switchTo().activeElement();
  }

  /// Lets go of `files`, held over the middle of the page, as the system would do it.
  void drop(List<Path> files) {
    Map<String, Object> data =
        Map.of(
            "items", List.of(),
            "files", files.stream().map(Path::toString).toList(),
            "dragOperationsMask", 1);
    for (String type : List.of("dragEnter", "dragOver", "drop")) {
      command("Input.dispatchDragEvent", Map.of("type", type, "x", 600, "y", 400, "data", data));
    }
  }

  /// What the console of the browser said since it was last asked, complaints about the policy
  /// among it.
  List<String> console() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /// Keeps a picture of the whole page in `target/screenshots`.
  void screenshot(String name) {
    waitFor(_ -> this.<Boolean>script("return document.getAnimations().length === 0"));
    @SuppressWarnings("unchecked")
    var size =
        (Map<String, Object>)
            Objects.requireNonNull(
                command("Page.getLayoutMetrics", Map.of()).get("cssContentSize"));
    Map<String, Object> clip =
        Map.of(
            "x", 0, "y", 0, "width", size.get("width"), "height", size.get("height"), "scale", 1);
    Object data =
        command(
                "Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
            .get("data");
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(
          SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(data)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(SCREENSHOTS.resolve(name + ".png")).isNotEmptyFile();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
