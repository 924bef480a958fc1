package podium.log;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Sends log lines to standard error, one event a line.
public final class Logging {

  /// The levels of [System.Logger], in the order of what they let through.
  public enum Level {
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

  /// How an event is written.
  public enum Format {
    TEXT,
    JSON;

    private Formatter formatter() {
      return switch (this) {
        case TEXT -> new TextFormat();
        case JSON -> new JsonFormat();
      };
    }
  }

  /// Loggers are collected if nobody holds them, and then lose their level.
  private static final Logger PODIUM = Logger.getLogger("podium");

  private Logging() {}

  /// As text.
  public static void setUp(Level level) {
    setUp(level, Format.TEXT);
  }

  public static void setUp(Level level, Format format) {
    Logger root = LogManager.getLogManager().getLogger("");
    root.setLevel(java.util.logging.Level.WARNING);
    for (Handler handler : root.getHandlers()) {
      handler.setLevel(java.util.logging.Level.ALL);
      handler.setFormatter(format.formatter());
    }
    PODIUM.setLevel(level.ofBackend());
  }
}
