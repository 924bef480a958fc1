package podium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LoggingTest {

  private final Logging.Line line = new Logging.Line();

  @Test
  void anEventIsOneLine() {
    assertThat(line.format(new LogRecord(Level.INFO, "loaded model=x ms=7")))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO    loaded model=x ms=7\\R");
  }

  @Test
  void levelsAreNamedAsInTheOption() {
    assertThat(line.format(new LogRecord(Level.SEVERE, "x"))).contains(" ERROR ");
    assertThat(line.format(new LogRecord(Level.FINE, "x"))).contains(" DEBUG ");
  }

  @Test
  void aCauseIsAddedWithItsTrace() {
    var entry = new LogRecord(Level.SEVERE, "request failed id=7");
    entry.setThrown(new IllegalStateException("why"));

    assertThat(line.format(entry))
        .contains("request failed id=7", "IllegalStateException: why", "at podium.cli.LoggingTest");
  }
}
