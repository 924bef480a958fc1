package podium.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogRecord;

/// A log record as both formats see it.
///
/// @param level as the option `--log-level` spells it, in upper case
/// @param fields what the message was logged with
/// @param trace of what was thrown
record Event(String level, String message, Optional<Fields> fields, Optional<String> trace) {

  private static final Map<String, String> NAMES = Map.of("SEVERE", "ERROR", "FINE", "DEBUG");

  static Event of(LogRecord entry, String message) {
    String level = entry.getLevel().getName();
    return new Event(
        NAMES.getOrDefault(level, level),
        message,
        fields(entry.getParameters()),
        Optional.ofNullable(entry.getThrown()).map(Event::trace));
  }

  private static Optional<Fields> fields(Object... parameters) {
    return parameters != null && parameters.length == 1 && parameters[0] instanceof Fields fields
        ? Optional.of(fields)
        : Optional.empty();
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
