package podium.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class FormatTest {

  private final TextFormat text = new TextFormat();
  private final JsonFormat json = new JsonFormat();

  private static LogRecord entry(Level level, String message) {
    var entry = new LogRecord(level, message);
    entry.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return entry;
  }

  private static LogRecord loaded() {
    LogRecord entry = entry(Level.INFO, "loaded");
    entry.setParameters(
        new Object[] {
          Fields.of("model", "a \"b\"\nc")
              .and("ms", 7)
              .and("part", 0.25)
              .and("gone", Optional.empty())
        });
    return entry;
  }

  @Test
  void anEventIsOneLineOfText() {
    assertThat(text.format(loaded()))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO    loaded model=\"a 'b' c\" ms=7 part=0.25\\R");
  }

  @Test
  void anEventIsOneLineOfJson() {
    assertThat(json.format(loaded()))
        .isEqualTo(
            """
            {"time":"2026-01-02T03:04:05.678Z","level":"info","event":"loaded","model":"a \\"b\\"\\nc","ms":7,"part":0.25}
            """);
  }

  @Test
  void levelsAreNamedAsInTheOption() {
    assertThat(text.format(entry(Level.SEVERE, "x"))).contains(" ERROR ");
    assertThat(text.format(entry(Level.FINE, "x"))).contains(" DEBUG ");
    assertThat(json.format(entry(Level.FINE, "x"))).contains("\"level\":\"debug\"");
  }

  @Test
  void aCauseIsAddedWithItsTrace() {
    LogRecord entry = entry(Level.SEVERE, "request failed id=7");
    entry.setThrown(new IllegalStateException("why"));

    assertThat(text.format(entry))
        .contains("request failed id=7", "IllegalStateException: why", "at podium.log.FormatTest");
    assertThat(json.format(entry).lines())
        .singleElement()
        .asString()
        .contains("\"exception\":\"java.lang.IllegalStateException: why\\n\\tat podium.log");
  }
}
