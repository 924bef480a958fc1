package podium.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Sends log lines to standard error, one event a line: time, level, message.
final class Logging {

  /// The levels of [System.Logger], in the order of what they let through.
  enum Level {
    ERROR,
    WARNING,
    INFO,
    DEBUG;

    private java.util.logging.Level ofBackend() {
      return switch (this) {
        case ERROR -> java.util.logging.Level.SEVERE;
        case WARNING -> java.util.logging.Level.WARNING;
        case INFO -> java.util.logging.Level.INFO;
        case DEBUG -> java.util.logging.Level.FINE;
      };
    }
  }

  /// Loggers are collected if nobody holds them, and then lose their level.
  private static final Logger PODIUM = Logger.getLogger("podium");

  private Logging() {}

  static void setUp(Level level) {
    Logger root = LogManager.getLogManager().getLogger("");
    root.setLevel(java.util.logging.Level.WARNING);
    for (Handler handler : root.getHandlers()) {
      handler.setLevel(java.util.logging.Level.ALL);
      handler.setFormatter(new Line());
    }
    PODIUM.setLevel(level.ofBackend());
  }

  static final class Line extends Formatter {

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
            .withZone(ZoneId.systemDefault());
    private static final Map<String, String> NAMES = Map.of("SEVERE", "ERROR", "FINE", "DEBUG");

    @Override
    public String format(LogRecord entry) {
      String level = entry.getLevel().getName();
      return "%s %-7s %s%n%s"
          .formatted(
              TIME.format(entry.getInstant()),
              NAMES.getOrDefault(level, level),
              formatMessage(entry),
              trace(entry));
    }

    private static String trace(LogRecord entry) {
      if (entry.getThrown() == null) {
        return "";
      }
      var text = new StringWriter();
      entry.getThrown().printStackTrace(new PrintWriter(text));
      return text.toString();
    }
  }
}
